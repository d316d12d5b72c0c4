"""Writing the log: beside the change in its transaction, or a denial in a transaction of its own."""

from typing import Any
from uuid import UUID

from django.db import transaction

from kollega.audit.models import LogEntry
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Refusal
from kollega.platform.operations import Action, Entry, note_written
from kollega.platform.tenancy import tenant


def record(
    actor: Actor,
    action: Action,
    object_type: str,
    object_id: UUID | None = None,
    *,
    client_id: UUID | None = None,
    **detail: Any,
) -> None:
    """Add one entry to the open transaction. Details are ids, codes, counts and field names only."""
    LogRecorder().record(actor, Entry(action, object_type, object_id, client_id, detail))


class LogRecorder:
    def record(self, actor: Actor, entry: Entry) -> None:
        _row(actor, entry, LogEntry.Outcome.DONE).save(force_insert=True)
        note_written(entry)

    def deny(self, actor: Actor, operation: str, refusal: Refusal, arguments: dict[str, Any]) -> None:
        ids = {name: str(value) for name, value in arguments.items() if isinstance(value, UUID)}
        action = Action.READ if ".queries." in operation else Action.CHANGE
        entry = Entry(action, operation, detail={"refusal": refusal.code, **ids})
        with tenant(actor.practice_id, actor.person_id), transaction.atomic(using="side"):
            _row(actor, entry, LogEntry.Outcome.DENIED).save(using="side", force_insert=True)


def _row(actor: Actor, entry: Entry, outcome: LogEntry.Outcome) -> LogEntry:
    return LogEntry(
        at=actor.at,
        practice_id=actor.practice_id,
        person_id=actor.person_id,
        membership_id=actor.membership_id,
        on_behalf_of=actor.on_behalf_of,
        roles=" ".join(sorted(actor.roles)),
        action=entry.action,
        object_type=entry.object_type,
        object_id=entry.object_id,
        client_id=entry.client_id,
        outcome=outcome,
        source=actor.source,
        request_id=actor.request_id,
        detail=entry.detail,
    )
