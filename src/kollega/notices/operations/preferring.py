"""How a client wants to be told."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.queries.access import require_editable
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.notices.enums import Wanted
from kollega.notices.models import Preference
from kollega.platform.operations import Action, operation


@operation(requires=Permission.CLIENT_EDIT)
def set_preference(actor: Actor, *, client_id: UUID, wanted: Wanted, reminders: bool) -> None:
    """Store by which way the client is told, and whether they are reminded; from the next message on.

    Who may edit the card may do it. Refuses with NotFound, Forbidden.
    """
    require_editable(actor, client_id)
    values = {"wanted": wanted, "reminders": reminders}
    found = Preference.objects.filter(practice_id=actor.practice_id, client_id=client_id)
    if not found.update(**values):
        Preference(practice_id=actor.practice_id, client_id=client_id, **values).save(force_insert=True)
    record(
        actor, Action.CHANGE, "notice_preference", client_id, client_id=client_id, wanted=wanted, reminders=reminders
    )
