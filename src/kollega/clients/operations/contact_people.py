"""The people around a client: adding, changing, removing."""

from dataclasses import asdict
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.errors import KnownContact, TooManyContacts
from kollega.clients.models import Client, ContactPerson
from kollega.clients.queries.access import require_editable
from kollega.clients.queries.contact_people import data_of
from kollega.clients.rules.contact_people import FIELDS, MOST_PEOPLE, ContactPersonData, checked_person, key_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Changed, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation


@operation(requires=Permission.CLIENT_EDIT)
def add_contact_person(actor: Actor, *, client_id: UUID, person: ContactPersonData) -> UUID:
    """Add somebody to the people around the client and return the id; everybody who may see the client may (C7).

    Refuses with NotFound, BadInput, KnownContact, TooManyContacts.
    """
    require_editable(actor, client_id)
    data = checked_person(person)
    _lock(actor, client_id)
    rows = ContactPerson.objects.filter(practice_id=actor.practice_id, client_id=client_id)
    if rows.count() >= MOST_PEOPLE:
        raise TooManyContacts(most=MOST_PEOPLE)
    key = key_of(data)
    if rows.filter(key=key).exists():
        raise KnownContact
    row = ContactPerson(
        id=new_id(), practice_id=actor.practice_id, client_id=client_id, key=key, created_at=actor.at, **asdict(data)
    )
    row.changed_at = actor.at
    row.save(force_insert=True)
    record(actor, Action.CREATE, "contact_person", row.id, client_id=client_id)
    return row.id


@operation(requires=Permission.CLIENT_EDIT)
def edit_contact_person(
    actor: Actor, *, client_id: UUID, contact_person_id: UUID, version: int, person: ContactPersonData
) -> int:
    """Store what is written about the person over the given version and return the new one.

    Refuses with NotFound, BadInput, KnownContact, Changed.
    """
    require_editable(actor, client_id)
    data = checked_person(person)
    row = _row(actor, client_id, contact_person_id)
    if row.version != version:
        raise Changed(version=row.version)
    present = data_of(row)
    changed = [name for name in FIELDS if getattr(present, name) != getattr(data, name)]
    if changed:
        key = key_of(data)
        others = ContactPerson.objects.filter(practice_id=actor.practice_id, client_id=client_id, key=key)
        if others.exclude(id=row.id).exists():
            raise KnownContact
        for name in changed:
            setattr(row, name, getattr(data, name))
        row.key, row.version, row.changed_at = key, row.version + 1, actor.at
        row.save(update_fields=[*changed, "key", "version", "changed_at"])
    record(actor, Action.CHANGE, "contact_person", row.id, client_id=client_id, fields=changed)
    return row.version


@operation(requires=Permission.CLIENT_EDIT)
def remove_contact_person(actor: Actor, *, client_id: UUID, contact_person_id: UUID) -> None:
    """Remove somebody from the people around the client. Refuses with NotFound."""
    require_editable(actor, client_id)
    row = _row(actor, client_id, contact_person_id)
    row.delete()
    record(actor, Action.DELETE, "contact_person", contact_person_id, client_id=client_id)


def _lock(actor: Actor, client_id: UUID) -> None:
    """Let two who add at the same moment count one after the other."""
    Client.objects.select_for_update(of=("self",), no_key=True).get(practice_id=actor.practice_id, id=client_id)


def _row(actor: Actor, client_id: UUID, contact_person_id: UUID) -> ContactPerson:
    rows = ContactPerson.objects.select_for_update(of=("self",))
    row = rows.filter(practice_id=actor.practice_id, client_id=client_id, id=contact_person_id).first()
    if row is None:
        raise NotFound
    return row
