"""Quiet polling: has anything in the practice's calendar changed since a page was drawn?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.scheduling.queries.others_time import others_digest

# A row is stamped before its transaction commits, and clocks of several machines differ a little.
MARGIN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Changes:
    """`changed` says whether to read the range again; `token` is for the next question if not."""

    changed: bool
    token: str


@query(requires=Permission.CALENDAR_SEE, by_grant=True)
def changes_since(actor: Actor, *, token: str) -> Changes:
    """Tell whether any appointment of the practice was stored since the range with this token was read.

    Two statements, no data. A token that is not ours, or older than a day, answers changed.
    """
    stamp, _, seen = token.partition(".")
    if not stamp.isdigit():
        return Changes(True, token_now(actor))
    since = datetime.fromtimestamp(int(stamp), real_now().tzinfo)
    if real_now() - since > timedelta(days=1):
        return Changes(True, token_now(actor))
    same = _state(actor, since) == seen
    return Changes(not same, token if same else token_now(actor))


def token_now(actor: Actor) -> str:
    """Return a token for what is stored now; inside a query."""
    since = stamp_now()
    return token(since, _state(actor, since))


def stamp_now() -> datetime:
    """Return the moment a token is made for, in whole seconds of real time."""
    return real_now().replace(microsecond=0)


def touched_since(stamp: datetime) -> datetime:
    """Return from when on touched rows count for a token of this moment."""
    return stamp - MARGIN


def token(stamp: datetime, digest: str) -> str:
    return f"{int(stamp.timestamp())}.{digest}"


def _state(actor: Actor, stamp: datetime) -> str:
    """What was touched, and other practices' time in rooms that are shared with them; none of that for delegates."""
    return _digest(actor, stamp) + (others_digest(actor) if actor.known_columns is None else "")


def token_at(actor: Actor, stamp: datetime, digest: str) -> str:
    """Return the token of a moment whose digest was read along with something else.

    A delegate learns only of the columns that were granted, so theirs is made of these alone.
    """
    return token(stamp, digest if actor.known_columns is None else _digest(actor, stamp))


def _digest(actor: Actor, stamp: datetime) -> str:
    """The same as in `frame`: which rows were touched in the meantime, in which version."""
    known = actor.known_columns
    with connection.cursor() as cursor:
        cursor.execute(
            "select md5(coalesce(string_agg(id || ':' || version, ',' order by id), ''))"
            " from scheduling_appointment where practice_id = %s and touched_at >= %s"
            " and (%s or clinician_id = any(%s::uuid[]))",
            [actor.practice_id, touched_since(stamp), known is None, list(known or ())],
        )
        return str(cursor.fetchone()[0])
