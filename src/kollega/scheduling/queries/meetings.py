"""Who has met whom: for checking that somebody had a reason to look."""

from datetime import datetime
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.scheduling.models.appointments import Appointment, Participant


def met_between(actor: Actor, first: datetime, until: datetime) -> set[tuple[UUID, UUID]]:
    """Return pairs of clinician (membership) and client with a visit between two instants, cancelled ones included.

    For use inside an operation that decides who may ask.
    """
    visits = Appointment.objects.filter(
        practice_id=actor.practice_id, starts_at__lt=until, ends_at__gt=first, withdrawn_at=None
    )
    alone = visits.filter(client__isnull=False).values_list("clinician_id", "client_id")
    together = Participant.objects.filter(
        practice_id=actor.practice_id,
        appointment__starts_at__lt=until,
        appointment__ends_at__gt=first,
        appointment__withdrawn_at=None,
    ).values_list("appointment__clinician_id", "client_id")
    return {pair for pair in alone.union(together) if pair[1] is not None}
