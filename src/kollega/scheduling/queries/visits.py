"""The facts of one visit for the domains above. Inside an operation or query: the caller checks and logs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.scheduling.models import Appointment


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """`service_names` by language; empty where the visit has no service."""

    id: UUID
    client_id: UUID
    clinician_id: UUID
    starts_at: datetime
    ends_at: datetime
    service_names: dict[str, str]
    room_name: str
    place: str
    status: str


def visit_facts(practice_id: UUID, appointment_id: UUID) -> VisitFacts | None:
    """Return the facts of a client's visit, or None for a private block or nothing."""
    row = (
        Appointment.objects.select_related("service", "room")
        .filter(practice_id=practice_id, id=appointment_id, withdrawn_at=None)
        .first()
    )
    if row is None or row.client_id is None:
        return None
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
    )
