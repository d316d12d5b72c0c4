"""Storing and showing a client's national identity number, for those who take part in the care."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.models import NationalId
from kollega.clients.queries.access import refuse_merged, require_care
from kollega.clients.queries.national_ids import sealing_context
from kollega.clients.rules.national_ids import read_national_id
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import seal
from kollega.platform.operations import Action, operation
from kollega.practices.queries.profile import profile_of

NUMBER_WRONG = N_("This is no identity number of the country. Check the digits, or leave the field empty.")


@operation(requires=Permission.CLIENT_INFORMATION)
def set_national_id(actor: Actor, *, client_id: UUID, number: str) -> str:
    """Store the number sealed, or remove it when empty; return its kind. Refuses with NotFound and BadInput.

    Checked as a number of the client's country, else of the practice's.
    """
    head = require_care(actor, client_id)
    refuse_merged(head)
    rows = NationalId.objects.filter(practice_id=actor.practice_id, client_id=client_id)
    if not number.strip():
        removed, _ = rows.delete()
        record(actor, Action.CHANGE, "national_id", client_id, client_id=client_id, removed=bool(removed))
        return ""
    country = head.country or profile_of(actor).country
    found = read_national_id(number, country, today=actor.at.astimezone(actor.timezone).date())
    if found is None:
        raise BadInput(fields={"number": NUMBER_WRONG})
    sealed = seal(actor.practice_id, found.number.encode(), context=sealing_context(client_id))
    values = {"kind": found.kind, "sealed": sealed, "changed_at": actor.at}
    NationalId.objects.update_or_create(
        practice_id=actor.practice_id,
        client_id=client_id,
        defaults=values,
        create_defaults={"id": new_id(), **values},
    )
    record(actor, Action.CHANGE, "national_id", client_id, client_id=client_id, kind=found.kind)
    return found.kind
