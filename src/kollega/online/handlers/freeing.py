"""Times that become free go to the waiting list; offers that run out go to the next (B13)."""

from datetime import datetime
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.online.enums import WaitingState
from kollega.online.models import WaitingEntry
from kollega.online.operations.offering import Freed, offer_freed
from kollega.platform.jobs.reactions import Event
from kollega.scheduling.models import Appointment, AppointmentChange
from kollega.scheduling.operations.storing import decoded
from kollega.scheduling.rules.overlap import Stretch

_TIMES = ("clinician_id", "starts_at", "ends_at")


def appointment_freed(event: Event) -> None:
    """After a cancellation, a move or another change: offer the time the appointment had before, where it is free."""
    _offer(event.actor, [UUID(event.payload["appointment_id"])])


def appointments_freed(event: Event) -> None:
    """The same after a change of many dates, the earliest first."""
    _offer(event.actor, [UUID(one) for one in event.payload["appointment_ids"]])


def _offer(actor: Actor, appointment_ids: list[UUID]) -> None:
    if not WaitingEntry.objects.filter(practice_id=actor.practice_id, state=WaitingState.WAITING).exists():
        return
    found = [freed for one in appointment_ids if (freed := _freed(actor, one)) and freed.time.ends_at > actor.at]
    for freed in sorted(found, key=lambda one: one.time.starts_at):
        offer_freed(actor, freed=freed)


def _freed(actor: Actor, appointment_id: UUID) -> Freed | None:
    row = Appointment.objects.filter(practice_id=actor.practice_id, id=appointment_id).first()
    change = (
        AppointmentChange.objects.filter(practice_id=actor.practice_id, appointment_id=appointment_id)
        .order_by("-version", "-id")
        .first()
    )
    if row is None or change is None:
        return None
    before = {name: decoded(name, change.before.get(name)) or getattr(row, name) for name in _TIMES}
    starts_at, ends_at = before["starts_at"], before["ends_at"]
    if not isinstance(starts_at, datetime) or not isinstance(ends_at, datetime):
        return None
    return Freed(before["clinician_id"], Stretch(starts_at, ends_at))
