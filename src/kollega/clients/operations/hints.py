"""Putting a duplicate hint aside."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.models import DuplicateHint
from kollega.clients.queries.access import require_record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation


@operation(requires=Permission.CLIENT_INFORMATION)
def settle_duplicate_hint(actor: Actor, *, client_id: UUID, hint_id: UUID) -> None:
    """Take the hint off the client's card; only the responsible clinician sees and settles it, else NotFound."""
    if require_record(actor, client_id).responsible_id != actor.membership_id:
        raise NotFound
    rows = DuplicateHint.objects.filter(practice_id=actor.practice_id, client_id=client_id, id=hint_id, settled_at=None)
    if not rows.update(settled_at=actor.at):
        raise NotFound
    record(actor, Action.CHANGE, "duplicate_hint", hint_id, client_id=client_id, fields=["settled_at"])
