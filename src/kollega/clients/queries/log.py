"""Who opened a client's card, and what else was done with it: for those who take part in the care (L1)."""

from typing import Any
from uuid import UUID

from kollega.audit.queries.entries import Cursor, LogPage, log_of_client
from kollega.clients.queries.access import require_record
from kollega.clients.queries.pointer import group_of
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query


def _read(actor: Actor, result: LogPage, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "log", client_id=given["client_id"])


@query(requires=Permission.CLIENT_INFORMATION, logs=_read)
def client_log(
    actor: Actor, *, client_id: UUID, older_than: Cursor | None = None, newer_than: Cursor | None = None
) -> LogPage:
    """Return 50 rows of the client's log, newest first; NotFound outside the care."""
    require_record(actor, client_id)
    return log_of_client(
        actor, client_ids=group_of(actor.practice_id, client_id), older_than=older_than, newer_than=newer_than
    )
