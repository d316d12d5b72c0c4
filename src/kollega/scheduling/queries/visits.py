"""The facts of one visit for the domains above. Inside an operation or query: the caller checks and logs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.scheduling.models import Appointment
from kollega.scheduling.queries.parties import stored_party, with_client
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


@dataclass(frozen=True, slots=True)
class RecordedVisit:
    """A visit as it stands in a client's record: nothing of others who came too. `service_names` by language."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    status: str
    service_names: dict[str, str]
    clinician: str
    room: str
    place: str


def recorded_visits(practice_id: UUID, client_id: UUID) -> list[RecordedVisit]:
    """Return all visits of a client, the oldest first."""
    rows = Appointment.objects.filter(with_client(practice_id, client_id), practice_id=practice_id, withdrawn_at=None)
    return [
        RecordedVisit(
            id=row.id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            status=_status_of(row, client_id),
            service_names=row.service.names if row.service else {},
            clinician=row.clinician.display_name,
            room=row.room.name if row.room else "",
            place=row.place,
        )
        for row in rows.select_related("service", "room", "clinician").order_by("starts_at", "id")
    ]


def last_visit_at(practice_id: UUID, client_id: UUID, *, before: datetime) -> datetime | None:
    """Return when the client's last visit before this moment ended, whatever became of it."""
    rows = Appointment.objects.filter(with_client(practice_id, client_id), practice_id=practice_id, withdrawn_at=None)
    return rows.filter(ends_at__lte=before).order_by("-ends_at").values_list("ends_at", flat=True).first()


def _status_of(row: Appointment, client_id: UUID) -> str:
    """How it stands for this one client, where several come."""
    mine = next((each.status for each in stored_party(row) if each.client_id == client_id), None)
    return str(mine or row.status)
