"""After every change of an appointment: what its invited clients have to hear now."""

from uuid import UUID

from kollega.notices.operations.planning import plan, threads_of
from kollega.platform.jobs.reactions import Event
from kollega.scheduling.queries.telling import visit_to_tell


def appointment_changed(event: Event) -> None:
    visit = visit_to_tell(event.actor.practice_id, UUID(event.payload["appointment_id"]), lock=True)
    if visit is None:
        return
    for thread in threads_of(event.actor, visit.id):
        plan(event.actor, thread, visit, since=visit.changed_at)
