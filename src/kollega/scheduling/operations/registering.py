"""Adding a client to the calendar of somebody else, with name and contact data alone (B8)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.operations.registering import add_for
from kollega.clients.rules.contact import ContactData
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.practices.queries.profile import profile_of
from kollega.scheduling.operations.reaching import reach_column
from kollega.scheduling.queries.bookable import may_register_in
from kollega.scheduling.queries.uses import principals_of


@operation(requires=Permission.APPOINTMENT_BOOK, by_grant=True)
def register_to_book(
    actor: Actor, *, clinician_id: UUID, family_name: str, given_name: str = "", phone: str = "", email: str = ""
) -> UUID:
    """Add a client in the care of a calendar's owner and return the id.

    In the own calendar whoever may add clients does; in another's it takes a running grant to book with contact data,
    else NotFound or Forbidden. Refuses with BadInput too.
    """
    reach_column(actor, clinician_id, by=Deed.BOOK)
    own = clinician_id == actor.membership_id and actor.may(Permission.CLIENT_CREATE)
    if not own and not may_register_in(actor, clinician_id):
        raise Forbidden
    contact = ContactData(
        given_name=given_name,
        family_name=family_name,
        language=profile_of(actor).language,
        phone=phone,
        email=email,
    )
    client_id = add_for(actor, contact=contact, responsible_id=clinician_id)
    (principal,) = principals_of(actor, [clinician_id])
    record(actor, Action.CREATE, "client", client_id, client_id=client_id, on_behalf_of=principal)
    return client_id
