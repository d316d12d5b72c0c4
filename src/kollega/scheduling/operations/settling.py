"""Marking an appointment as settled: signed or invoiced, so that changes of many dates leave it alone (B10).

Called inside operations of the domains that know; nothing a viewer sees changes with it.
"""

from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.scheduling.models import Appointment


def settle(actor: Actor, appointment_id: UUID | None) -> None:
    """Mark it, once and for good; None and what is settled already are left as they are."""
    if appointment_id is not None:
        Appointment.objects.filter(practice_id=actor.practice_id, id=appointment_id, settled_at=None).update(
            settled_at=actor.at
        )
