"""The active switch (C2)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.models import Client
from kollega.clients.queries.access import require_editable
from kollega.clients.queries.pointer import kept_ids
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit


@operation(requires=Permission.CLIENT_EDIT)
def set_active(actor: Actor, *, client_id: UUID, is_active: bool) -> bool:
    """Switch the client active or inactive and return what it was before; nothing is deleted either way."""
    before = require_editable(actor, client_id).is_active
    _switch(actor, client_id, is_active)
    record(actor, Action.CHANGE, "client", client_id, client_id=client_id, fields=["is_active"])
    if before != is_active:
        kind = "clients.activated" if is_active else "clients.deactivated"
        emit(kind, practice_id=actor.practice_id, client_id=str(client_id))
    return before


def activate_for_booking(actor: Actor, client_id: UUID) -> None:
    """Make the client active because they are booked again; inside the booking's operation, after its checks."""
    client_id = kept_ids(actor.practice_id, [client_id])[client_id]
    changed = _switch(actor, client_id, True)
    if changed:
        record(actor, Action.CHANGE, "client", client_id, client_id=client_id, fields=["is_active"])


def _switch(actor: Actor, client_id: UUID, is_active: bool) -> bool:
    rows = Client.objects.filter(practice_id=actor.practice_id, id=client_id).exclude(is_active=is_active)
    return bool(rows.update(is_active=is_active, changed_at=actor.at))
