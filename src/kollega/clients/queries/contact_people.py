"""The people around a client, for everybody who may see the client's contact data."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kollega.clients.models import ContactPerson
from kollega.clients.queries.access import require_readable
from kollega.clients.rules.contact_people import FIELDS, ContactPersonData, guards_on
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query


@dataclass(frozen=True, slots=True)
class PersonAround:
    """`guards_today` says whether the person is the legal guardian today."""

    id: UUID
    data: ContactPersonData
    guards_today: bool
    version: int


def _listed(actor: Actor, result: list[PersonAround], given: dict[str, Any]) -> Entry | None:
    return Entry(Action.READ, "contact_person", client_id=given["client_id"]) if result else None


@query(requires=Permission.CLIENT_OPEN, logs=_listed)
def contact_people(actor: Actor, *, client_id: UUID) -> list[PersonAround]:
    """Return the people around the client, whom to call in an emergency first, then by name. Refuses with NotFound."""
    require_readable(actor, client_id)
    rows = ContactPerson.objects.filter(practice_id=actor.practice_id, client_id=client_id)
    return [_person(actor, row) for row in rows.order_by("-in_emergency", "key", "id")]


def _opened(actor: Actor, result: PersonAround, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "contact_person", result.id, client_id=given["client_id"])


@query(requires=Permission.CLIENT_OPEN, logs=_opened)
def contact_person(actor: Actor, *, client_id: UUID, contact_person_id: UUID) -> PersonAround:
    """Return one of the people around the client. Refuses with NotFound."""
    require_readable(actor, client_id)
    rows = ContactPerson.objects.filter(practice_id=actor.practice_id, client_id=client_id, id=contact_person_id)
    row = rows.first()
    if row is None:
        raise NotFound
    return _person(actor, row)


def data_of(row: ContactPerson) -> ContactPersonData:
    return ContactPersonData(**{name: getattr(row, name) for name in FIELDS})


def _person(actor: Actor, row: ContactPerson) -> PersonAround:
    data = data_of(row)
    return PersonAround(row.id, data, guards_on(data, actor.at.astimezone(actor.timezone).date()), row.version)
