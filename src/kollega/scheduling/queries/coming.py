"""What a clinician still has before them; inside an operation or query that answers for the right to know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kollega.kernel.actor import Actor
from kollega.scheduling.enums import Kind, Status
from kollega.scheduling.models import Appointment

WAITING = (Status.REQUESTED, Status.BOOKED, Status.CONFIRMED, Status.ARRIVED)


@dataclass(frozen=True, slots=True)
class ComingVisit:
    """A visit that has not ended; instants in UTC. `client_id` is None for an imported one without a client."""

    id: UUID
    clinician_id: UUID
    starts_at: datetime
    ends_at: datetime
    client_id: UUID | None
    service_id: UUID | None


def coming_visits(actor: Actor, clinician_id: UUID) -> list[ComingVisit]:
    """Return the clinician's visits that have not ended and wait to be held, the next first."""
    rows = coming(actor, clinician_id).filter(kind=Kind.VISIT).order_by("starts_at", "id")
    return [
        ComingVisit(row.id, row.clinician_id, row.starts_at, row.ends_at, row.client_id, row.service_id) for row in rows
    ]


def coming(actor: Actor, clinician_id: UUID) -> "QuerySet[Appointment]":
    """Visits and blocks that have not ended; for use inside this domain only."""
    return Appointment.objects.filter(
        practice_id=actor.practice_id,
        clinician_id=clinician_id,
        withdrawn_at=None,
        status__in=WAITING,
        ends_at__gt=actor.at,
    )
