"""What the domain of messages needs of a visit, cancelled and withdrawn ones too. Undecorated."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import ClientFields
from kollega.scheduling.enums import Kind
from kollega.scheduling.models import Appointment
from kollega.scheduling.queries.calendar import seen_events
from kollega.scheduling.queries.events import HIDDEN, rows
from kollega.scheduling.queries.parties import stored_party
from kollega.scheduling.queries.sight import exists_for


@dataclass(frozen=True, slots=True)
class VisitToTell:
    """`client_ids` are those who still come. `gone`: cancelled or withdrawn. `changed_at` is business time.

    `service_names` by language. `recurrence_id` is None for a date that stands alone.
    """

    id: UUID
    practice_id: UUID
    client_ids: tuple[UUID, ...]
    clinician_id: UUID
    clinician_name: str
    service_names: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    gone: bool
    version: int
    changed_at: datetime
    service_id: UUID | None = None
    recurrence_id: UUID | None = None


def visit_to_tell(practice_id: UUID, appointment_id: UUID, *, lock: bool = False) -> VisitToTell | None:
    """Return the visit, or None for a private block or nothing; `lock` holds it until the transaction ends."""
    found = Appointment.objects.filter(practice_id=practice_id, id=appointment_id, kind=Kind.VISIT)
    if lock and not found.select_for_update(no_key=True).exists():
        return None
    row = found.select_related("service", "clinician").first()
    return visit_of(row) if row is not None else None


def dates_of_recurrence(practice_id: UUID, recurrence_id: UUID) -> list[UUID]:
    """Return the appointments that repeat by one rule, cancelled and withdrawn ones too, in order of their starts."""
    found = Appointment.objects.filter(practice_id=practice_id, recurrence_id=recurrence_id, kind=Kind.VISIT)
    return list(found.order_by("starts_at", "id").values_list("id", flat=True))


def those_that_repeat(practice_id: UUID, appointment_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the appointments that are a date of a recurrence."""
    found = Appointment.objects.filter(practice_id=practice_id, id__in=appointment_ids, recurrence__isnull=False)
    return set(found.values_list("id", flat=True))


def sees_fully(actor: Actor, appointment_id: UUID) -> bool:
    """Whether the actor may open the appointment and is shown its client's name and contact data there."""
    found = rows(Appointment.objects.filter(practice_id=actor.practice_id, id=appointment_id, withdrawn_at=None))
    seen = [event for event in seen_events(actor, found) if event.full and exists_for(actor, event.clinician_id)]
    return any(event.client is None or event.client.fields is ClientFields.CONTACT for event in seen)


def visit_of(row: Appointment) -> VisitToTell:
    return VisitToTell(
        id=row.id,
        practice_id=row.practice_id,
        client_ids=_coming(row),
        clinician_id=row.clinician_id,
        clinician_name=row.clinician.display_name,
        service_names=row.service.names if row.service else {},
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        place=row.place,
        gone=row.withdrawn_at is not None or row.status in HIDDEN,
        version=row.version,
        changed_at=row.changed_at,
        service_id=row.service_id,
        recurrence_id=row.recurrence_id,
    )


def _coming(row: Appointment) -> tuple[UUID, ...]:
    party = stored_party(row)
    if party:
        return tuple(one.client_id for one in party if one.status not in HIDDEN)
    return (row.client_id,) if row.client_id else ()
