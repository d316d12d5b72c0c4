"""Adding a client."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.errors import NotAClinician, PossibleDuplicate
from kollega.clients.models import Care, Client, DuplicateHint, SearchKey
from kollega.clients.operations.indexing import search_rows
from kollega.clients.operations.recents import remember
from kollega.clients.queries.access import readable_client_ids
from kollega.clients.queries.duplicates import look_alikes
from kollega.clients.rules.contact import ContactData, checked
from kollega.clients.rules.sorting import sort_key
from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.operations.governing import hold_clinician
from kollega.practices.queries.profile import PracticeProfile, profile_of


@operation(requires=Permission.CLIENT_CREATE)
def create_client(
    actor: Actor,
    *,
    contact: ContactData,
    responsible_id: UUID | None = None,
    despite_duplicates: bool = False,
) -> UUID:
    """Add a client of one's own and return its id; the responsible clinician takes part in the care from now on.

    A clinician is responsible for whom they add; who may see every client names a clinician. Refuses with BadInput,
    NotAClinician, and PossibleDuplicate for look-alikes the actor may see. A look-alike the actor may not know about
    is noted for its responsible clinician instead (C6).
    """
    today = actor.at.astimezone(actor.timezone).date()
    data = checked(contact, today=today)
    practice = profile_of(actor)
    responsible = responsible_for(actor, responsible_id)
    alike = look_alikes(actor, data, country=practice.country)
    visible = readable_client_ids(actor, alike)
    if visible and not despite_duplicates:
        raise PossibleDuplicate(client_ids=sorted(visible))
    client_id = _store(actor, data, responsible, practice)
    record(actor, Action.CREATE, "client", client_id, client_id=client_id)
    remember(actor, client_id)
    note_hidden_duplicates(actor, client_id, [each for each in alike if each not in visible])
    return client_id


def add_for(actor: Actor, *, contact: ContactData, responsible_id: UUID) -> UUID:
    """Add a client of somebody who lets the actor book; inside an operation, which vouches for that and logs it.

    Look-alikes are never named to the actor, only noted for their responsible clinicians (C6). Refuses with BadInput.
    """
    data, practice = checked(contact, today=actor.at.astimezone(actor.timezone).date()), profile_of(actor)
    alike = look_alikes(actor, data, country=practice.country)
    client_id = _store(actor, data, responsible_id, practice)
    note_hidden_duplicates(actor, client_id, list(alike))
    return client_id


def _store(actor: Actor, data: ContactData, responsible: UUID, practice: PracticeProfile) -> UUID:
    client = new_client(actor, data, responsible, practice)
    client.save(force_insert=True)
    SearchKey.objects.bulk_create(search_rows(client, practice.country))
    Care.objects.create(practice_id=actor.practice_id, client_id=client.id, clinician_id=responsible, since=actor.at)
    emit("clients.created", practice_id=actor.practice_id, client_id=str(client.id))
    return client.id


def responsible_for(actor: Actor, chosen: UUID | None) -> UUID:
    """Return the clinician who will be responsible: the actor, or the chosen one where the actor sees every client."""
    responsible = chosen or actor.membership_id
    if responsible != actor.membership_id and not actor.may(Permission.CLIENT_CONTACT_ANY):
        raise NotAClinician
    if responsible is None or not hold_clinician(actor, responsible):
        raise NotAClinician
    return responsible


def new_client(actor: Actor, data: ContactData, responsible_id: UUID, practice: PracticeProfile) -> Client:
    return Client(
        id=new_id(),
        practice_id=actor.practice_id,
        given_name=data.given_name,
        family_name=data.family_name,
        sort_key=sort_key(data.family_name, data.given_name, practice.language),
        pronoun=data.pronoun,
        born_on=data.born_on,
        email=data.email,
        phone=data.phone,
        street=data.street,
        postcode=data.postcode,
        city=data.city,
        country=data.country,
        language=data.language,
        responsible_id=responsible_id,
        created_at=actor.at,
        changed_at=actor.at,
    )


def note_hidden_duplicates(actor: Actor, client_id: UUID, hidden: list[UUID], *, by_id: UUID | None = None) -> None:
    """Leave a hint on each card the actor may not know about, and tell whoever is responsible there."""
    by_id = by_id or actor.membership_id
    if by_id is None:
        return
    for other in hidden:
        DuplicateHint.objects.get_or_create(
            practice_id=actor.practice_id,
            client_id=other,
            registered_id=client_id,
            defaults={"id": new_id(), "by_id": by_id, "at": actor.at},
        )
        emit("clients.duplicate_hinted", practice_id=actor.practice_id, client_id=str(other))
