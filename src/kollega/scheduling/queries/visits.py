"""The facts of one visit for the domains above. Inside an operation or query: the caller checks and logs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.scheduling.models import Appointment
from kollega.scheduling.queries.parties import stored_party
from kollega.scheduling.rules.parties import attending, others_in


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """`service_names` by language; empty where the visit has no service. `client_ids` are all who come, `client_id` the
    first; `attending` those of whom a note is expected."""

    id: UUID
    client_id: UUID
    clinician_id: UUID
    starts_at: datetime
    ends_at: datetime
    service_names: dict[str, str]
    room_name: str
    place: str
    status: str
    client_ids: tuple[UUID, ...]
    attending: tuple[UUID, ...]


def visit_facts(practice_id: UUID, appointment_id: UUID) -> VisitFacts | None:
    """Return the facts of a client's visit, or None for a private block or nothing."""
    row = (
        Appointment.objects.select_related("service", "room")
        .filter(practice_id=practice_id, id=appointment_id, withdrawn_at=None)
        .first()
    )
    if row is None or row.client_id is None:
        return None
    party = stored_party(row)
    return VisitFacts(
        id=row.id,
        client_id=row.client_id,
        clinician_id=row.clinician_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        service_names=row.service.names if row.service else {},
        room_name=row.room.name if row.room else "",
        place=row.place,
        status=row.status,
        client_ids=(row.client_id, *others_in(party, row.client_id)),
        attending=attending(party, row.client_id),
    )
