"""The visits that begin soon, with when their time was set. Undecorated: inside an operation or a job."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery

from kollega.scheduling.enums import Kind, Status
from kollega.scheduling.models import Appointment, AppointmentChange
from kollega.scheduling.queries.telling import VisitToTell, visit_of

HELD_SOON = (Status.BOOKED, Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Starting:
    """`set_at` is when the start was chosen: at booking or by the last move."""

    visit: VisitToTell
    set_at: datetime


def visits_starting(practice_id: UUID, after: datetime, until: datetime) -> list[Starting]:
    """Return booked and confirmed visits that begin in this stretch, the next first."""
    changes = AppointmentChange.objects.filter(
        practice_id=practice_id, appointment_id=OuterRef("id"), after__has_key="starts_at"
    )
    last = changes.order_by().values("appointment_id").annotate(last=Max("at")).values("last")
    found = Appointment.objects.filter(
        practice_id=practice_id,
        starts_at__gt=after,
        starts_at__lte=until,
        kind=Kind.VISIT,
        status__in=HELD_SOON,
        withdrawn_at=None,
    )
    rows = found.select_related("service", "clinician").annotate(set_at=Subquery(last)).order_by("starts_at", "id")
    return [Starting(visit_of(row), row.set_at or row.created_at) for row in rows]
