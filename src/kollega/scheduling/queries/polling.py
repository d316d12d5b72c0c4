"""Quiet polling: has anything in the practice's calendar changed since a page was drawn?"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.scheduling.models import Appointment

# A row is stamped before its transaction commits, and clocks of several machines differ a little.
MARGIN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Changes:
    """`changed` says whether to read the range again; `token` is for the next question if not."""

    changed: bool
    token: str


@query(requires=Permission.CALENDAR_SEE)
def changes_since(actor: Actor, *, token: str) -> Changes:
    """Tell whether any appointment of the practice was stored since the range with this token was read.

    One statement, no data. A token that is not ours, or older than a day, answers changed.
    """
    stamp, _, seen = token.partition(".")
    if not stamp.isdigit():
        return Changes(True, token_now(actor))
    since = datetime.fromtimestamp(int(stamp), real_now().tzinfo)
    if real_now() - since > timedelta(days=1):
        return Changes(True, token_now(actor))
    same = _digest(_touched(actor, since)) == seen
    return Changes(not same, token if same else token_now(actor))


def token_now(actor: Actor) -> str:
    """Return a token for what is stored now; inside a query, in the same transaction as the read."""
    since = real_now().replace(microsecond=0)
    return f"{int(since.timestamp())}.{_digest(_touched(actor, since))}"


def _touched(actor: Actor, since: datetime) -> list[tuple[UUID, int]]:
    recent = Appointment.objects.filter(practice_id=actor.practice_id, touched_at__gte=since - MARGIN)
    return list(recent.order_by("id").values_list("id", "version"))


def _digest(touched: list[tuple[UUID, int]]) -> str:
    text = ",".join(f"{id_}:{version}" for id_, version in touched)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
