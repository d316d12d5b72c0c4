"""After every change of an appointment: what its invited clients have to hear now."""

from uuid import UUID

from kollega.notices.operations.planning import plan, threads_of
from kollega.platform.jobs.reactions import Event
from kollega.scheduling.queries.telling import visit_to_tell


def appointment_changed(event: Event) -> None:
    _tell(event, UUID(event.payload["appointment_id"]))


def appointments_changed(event: Event) -> None:
    """The same after a change of many dates, each in turn."""
    for appointment_id in sorted(event.payload["appointment_ids"]):
        _tell(event, UUID(appointment_id))


def _tell(event: Event, appointment_id: UUID) -> None:
    visit = visit_to_tell(event.actor.practice_id, appointment_id, lock=True)
    if visit is None:
        return
    for thread in threads_of(event.actor, visit.id):
        plan(event.actor, thread, visit, since=visit.changed_at)
