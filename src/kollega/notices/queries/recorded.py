"""The messages to one client as they stand in the record; inside a query that has checked who may read it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.clients.queries.pointer import group_of
from kollega.kernel.actor import Actor
from kollega.notices.models import Notice


@dataclass(frozen=True, slots=True)
class RecordedMessage:
    """One message; `at` is when it was sent or decided about, None while it waits."""

    id: UUID
    appointment_id: UUID
    channel: str
    kind: str
    state: str
    at: datetime | None


def recorded_messages(actor: Actor, client_id: UUID) -> list[RecordedMessage]:
    """Return all messages to the client, the oldest first."""
    group = group_of(actor.practice_id, client_id)
    rows = Notice.objects.filter(practice_id=actor.practice_id, client_id__in=group).order_by("created_at", "id")
    return [
        RecordedMessage(row.id, row.appointment_id, row.channel, row.kind, row.state, row.decided_at) for row in rows
    ]
