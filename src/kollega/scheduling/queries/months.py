"""The visits that count against a plan; inside an operation or query."""

from django.db.models import QuerySet

from kollega.kernel.actor import Actor
from kollega.scheduling.enums import Kind
from kollega.scheduling.models import Appointment
from kollega.scheduling.queries.events import HIDDEN
from kollega.scheduling.rules.months import Month


def visits_in(actor: Actor, month: Month) -> "QuerySet[Appointment]":
    """The visits of all clinicians that begin in the month; cancelled, withdrawn ones and private blocks left out."""
    found = Appointment.objects.filter(
        practice_id=actor.practice_id,
        starts_at__gte=month.starts_at,
        starts_at__lt=month.ends_at,
        kind=Kind.VISIT,
        withdrawn_at=None,
    )
    return found.exclude(status__in=HIDDEN)
