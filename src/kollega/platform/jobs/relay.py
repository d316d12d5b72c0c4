"""The relay: moves stored events into jobs, one job for each handler that follows an event."""

from uuid import UUID

from django.db import transaction
from procrastinate.types import JSONDict

from kollega.platform.jobs.reactions import handlers_of
from kollega.platform.jobs.tasks import handle
from kollega.platform.models import OutboxEvent

BATCH = 200


def relay_batch(*, practice_id: UUID | None = None) -> int:
    """Move up to 200 of the oldest events (of one practice, if given) into jobs; return how many.

    Several relays may run at once: each takes rows that no other holds.
    """
    with transaction.atomic():
        waiting = OutboxEvent.objects.select_for_update(skip_locked=True).order_by("id")
        if practice_id is not None:
            waiting = waiting.filter(practice_id=practice_id)
        events = list(waiting[:BATCH])
        jobs = [_job(event, handler) for event in events for handler in handlers_of(event.kind)]
        if jobs:
            handle.batch_defer(*jobs)
        OutboxEvent.objects.filter(id__in=[event.id for event in events]).delete()
    return len(events)


def _job(event: OutboxEvent, handler: str) -> JSONDict:
    return {
        "event_id": str(event.event_id),
        "kind": event.kind,
        "practice_id": str(event.practice_id) if event.practice_id else None,
        "handler": handler,
        "payload": event.payload,
    }
