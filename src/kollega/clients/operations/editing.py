"""Changing a client's contact data."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.models import Client
from kollega.clients.operations.indexing import index_again
from kollega.clients.queries.access import require_editable
from kollega.clients.queries.visibility import knows_birth_dates
from kollega.clients.rules.contact import ContactData, checked
from kollega.clients.rules.sorting import sort_key
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Changed
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.practices.queries.profile import profile_of


@operation(requires=Permission.CLIENT_EDIT)
def edit_contact(actor: Actor, *, client_id: UUID, version: int, contact: ContactData) -> int:
    """Store the contact data over the given version and return the new version.

    Everybody who may see the client may do it (C7); who is not shown the birth date leaves it as it is (B9). Refuses
    with NotFound, BadInput, and Changed with the current version and data when somebody was faster.
    """
    require_editable(actor, client_id)
    data = checked(contact, today=actor.at.astimezone(actor.timezone).date())
    client = Client.objects.select_for_update(of=("self",)).get(practice_id=actor.practice_id, id=client_id)
    present = contact_of(client)
    if not knows_birth_dates(actor):
        data = replace(data, born_on=client.born_on)
    if client.version != version:
        raise Changed(version=client.version, current=_plain(_known(actor, present)))
    changed = [name for name, value in asdict(data).items() if getattr(present, name) != value]
    if changed:
        _store(actor, client, data, changed)
    record(actor, Action.CHANGE, "client", client_id, client_id=client_id, fields=changed)
    return client.version


def _known(actor: Actor, contact: ContactData) -> ContactData:
    return contact if knows_birth_dates(actor) else replace(contact, born_on=None)


def contact_of(client: Client) -> ContactData:
    return ContactData(
        given_name=client.given_name,
        family_name=client.family_name,
        language=client.language,
        pronoun=client.pronoun,
        born_on=client.born_on,
        email=client.email,
        phone=client.phone,
        street=client.street,
        postcode=client.postcode,
        city=client.city,
        country=client.country,
    )


def _store(actor: Actor, client: Client, data: ContactData, changed: list[str]) -> None:
    practice = profile_of(actor)
    for name in changed:
        setattr(client, name, getattr(data, name))
    client.sort_key = sort_key(client.family_name, client.given_name, practice.language)
    client.version += 1
    client.changed_at = actor.at
    client.save(update_fields=[*changed, "sort_key", "version", "changed_at"])
    index_again(client, practice.country)


def _plain(contact: ContactData) -> dict[str, Any]:
    """The data as the values of JSON, for whoever has to compare both versions."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(contact).items()}
