"""Opening the client card."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.clients.models import Care, DuplicateHint
from kollega.clients.queries.access import ClientHead, require_readable
from kollega.clients.queries.national_ids import national_id_kind
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query


@dataclass(frozen=True, slots=True)
class Caregiver:
    """A clinician who takes part in the care."""

    membership_id: UUID
    name: str
    since: datetime
    is_responsible: bool


@dataclass(frozen=True, slots=True)
class Hint:
    """A colleague added somebody who looks like this client; whom, only the colleague knows."""

    id: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClientCard:
    """The card; `caregivers`, `hints` and `national_id_kind` are empty for those outside the care."""

    head: ClientHead
    caregivers: list[Caregiver]
    hints: list[Hint]
    national_id_kind: str
    is_responsible: bool


def _opened(actor: Actor, result: ClientCard, given: dict[str, Any]) -> Entry:
    by_central = result.head.may_read_record and not result.head.takes_part
    detail = {"by": "central_responsibility"} if by_central else {}
    return Entry(Action.READ, "client", result.head.id, client_id=result.head.id, detail=detail)


@query(requires=Permission.CLIENT_OPEN, logs=_opened)
def client_card(actor: Actor, *, client_id: UUID) -> ClientCard:
    """Return the card. NotFound when missing, of another practice, or not to be known about."""
    head = require_readable(actor, client_id)
    in_care = head.may_read_record
    is_responsible = in_care and head.responsible_id == actor.membership_id
    return ClientCard(
        head=head,
        caregivers=_caregivers(actor, head) if in_care else [],
        hints=_hints(actor, client_id) if is_responsible else [],
        national_id_kind=national_id_kind(actor, client_id) if in_care else "",
        is_responsible=is_responsible,
    )


def _caregivers(actor: Actor, head: ClientHead) -> list[Caregiver]:
    rows = Care.objects.filter(practice_id=actor.practice_id, client_id=head.id).select_related("clinician")
    return [
        Caregiver(row.clinician_id, row.clinician.display_name, row.since, row.clinician_id == head.responsible_id)
        for row in rows.order_by("since", "id")
    ]


def _hints(actor: Actor, client_id: UUID) -> list[Hint]:
    rows = DuplicateHint.objects.filter(practice_id=actor.practice_id, client_id=client_id, settled_at=None)
    return [Hint(row.id, row.by.display_name, row.at) for row in rows.select_related("by").order_by("at", "id")]
