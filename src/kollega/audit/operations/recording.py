"""Writing the log: beside the change in its transaction, or a denial in a transaction of its own."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from kollega.audit.models import LogEntry
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Refusal
from kollega.kernel.ids import new_id
from kollega.platform.operations import Action, Entry, note_written
from kollega.platform.tenancy import tenant

# The columns the app login may write; number and transaction of a row come from the database.
INSERT = (
    "insert into audit_entry (id, at, practice_id, person_id, membership_id, on_behalf_of, roles, action,"
    " object_type, object_id, client_id, outcome, source, request_id, detail)"
    " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)"
)


def record(
    actor: Actor,
    action: Action,
    object_type: str,
    object_id: UUID | None = None,
    *,
    client_id: UUID | None = None,
    on_behalf_of: UUID | None = None,
    **detail: Any,
) -> None:
    """Add one entry to the open transaction. Details are ids, codes, counts and field names only."""
    LogRecorder().record(actor, Entry(action, object_type, object_id, client_id, detail, on_behalf_of))


def record_all(actor: Actor, entries: Iterable[Entry]) -> None:
    """Add many entries to the open transaction in one go, as an import does."""
    entries = list(entries)
    with connections["default"].cursor() as cursor:
        cursor.executemany(INSERT, [_values(actor, entry, LogEntry.Outcome.DONE) for entry in entries])
    for entry in entries:
        note_written(entry)


class LogRecorder:
    def record(self, actor: Actor, entry: Entry) -> None:
        _insert("default", actor, entry, LogEntry.Outcome.DONE)
        note_written(entry)

    def deny(self, actor: Actor, action: Action, place: str, refusal: Refusal, arguments: dict[str, Any]) -> None:
        ids = {name: str(value) for name, value in arguments.items() if isinstance(value, UUID)}
        entry = Entry(action, place, detail={"refusal": refusal.code, **ids})
        with tenant(actor.practice_id, actor.person_id), transaction.atomic(using="side"):
            _insert("side", actor, entry, LogEntry.Outcome.DENIED)


def _insert(using: str, actor: Actor, entry: Entry, outcome: LogEntry.Outcome) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(INSERT, _values(actor, entry, outcome))


def _values(actor: Actor, entry: Entry, outcome: LogEntry.Outcome) -> list[Any]:
    return [
        new_id(),
        actor.at,
        actor.practice_id,
        actor.person_id,
        actor.membership_id,
        entry.on_behalf_of or actor.on_behalf_of,
        " ".join(sorted(actor.roles)),
        entry.action.value,
        entry.object_type,
        entry.object_id,
        entry.client_id,
        outcome.value,
        actor.source.value,
        actor.request_id,
        json.dumps(entry.detail, default=str),
    ]
