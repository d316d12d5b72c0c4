"""One handler, one event, one effect: in the scope of the event's practice, at most once."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kollega.platform.jobs.reactions import Event, actor_for, handler_at
from kollega.platform.tenancy import tenant


def let_handle(*, event_id: UUID, kind: str, practice_id: UUID | None, path: str, payload: dict[str, Any]) -> None:
    """Run the handler unless it has already had its effect for this event.

    The note that it had is stored in the transaction of the effect, so that a second try, also one at the same
    moment in another worker, finds it. A handler marked `outside_transaction` sees to this by itself.
    """
    handler = handler_at(path)
    acting = actor_for(practice_id) if practice_id else None
    event = Event(id=event_id, kind=kind, practice_id=practice_id, payload=payload, acting=acting)
    with tenant(practice_id):
        if getattr(handler, "outside_transaction", False):
            handler(event)
            return
        with transaction.atomic():
            if _first_time(event_id, path):
                handler(event)


def _first_time(event_id: UUID, path: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into platform_handled (event_id, handler, handled_at) values (%s, %s, clock_timestamp())"
            " on conflict do nothing",
            [event_id, path],
        )
        return bool(cursor.rowcount)
