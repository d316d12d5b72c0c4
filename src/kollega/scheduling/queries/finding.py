"""Looking for a client to book in somebody else's column: only by what is shown of clients there (B8, B9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kollega.clients.queries.access import MetClient, met_clients, readable_client_ids
from kollega.clients.rules.codes import client_code
from kollega.clients.rules.limited_search import fits
from kollega.kernel.actor import Actor
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields, Permission
from kollega.platform.operations import Action, Entry, query
from kollega.scheduling.queries.sight import SeenClient, Sight, cut, shown_fields

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class ClientToBook:
    """A client as far as the actor sees them; `phone` is empty without the right to contact data.

    `column` is whose client it is, None where the actor books for everybody.
    """

    client: SeenClient
    phone: str
    is_active: bool
    column: UUID | None


@dataclass(frozen=True, slots=True)
class _Reach:
    """Where to look: a column's clients or all (None), and how much of them is shown there."""

    column: UUID | None
    fields: ClientFields


def _entries(actor: Actor, result: list[ClientToBook], given: dict[str, Any]) -> list[Entry]:
    """Whose names were shown, never what was typed; one row for each calendar."""
    principals = {grant.owner_id: grant.owner_person_id for grant in actor.grants}
    shown: dict[UUID | None, list[str]] = {}
    for found in result:
        shown.setdefault(found.column, []).append(str(found.client.id))
    return [
        Entry(
            Action.SEARCH,
            "client",
            detail={"clients": clients},
            on_behalf_of=principals.get(column) if column else None,
        )
        for column, clients in shown.items()
    ]


@query(requires=Permission.APPOINTMENT_BOOK, logs=_entries, by_grant=True)
def clients_to_book(actor: Actor, *, text: str, limit: int = 8) -> list[ClientToBook]:
    """Return clients whom the actor may book for others but not open, found by what is shown of them; cut."""
    found = [
        (reach, client)
        for reach in _reaches(actor)
        for client in met_clients(actor, in_care_of=reach.column)
        if _fits(actor, text, reach, client)
    ]
    return _shown(actor, found, min(limit, MOST_FOUND))


@query(requires=Permission.APPOINTMENT_BOOK, logs=_entries, by_grant=True)
def client_to_book(actor: Actor, *, client_id: UUID) -> list[ClientToBook]:
    """Return the chosen client as far as the actor sees them; empty when they may not book them."""
    found = [
        (reach, client)
        for reach in _reaches(actor)
        for client in met_clients(actor, in_care_of=reach.column)
        if client.name.id == client_id
    ]
    return _shown(actor, found, 1)


def _reaches(actor: Actor) -> Iterator[_Reach]:
    if actor.may(Permission.APPOINTMENT_BOOK_ANY) and not actor.may(Permission.CLIENT_CONTACT_ANY):
        yield _Reach(None, actor.office_fields)
    for owner in dict.fromkeys(grant.owner_id for grant in actor.grants):
        fields = shown_fields(actor, owner)
        if fields is not None and actor.granted(owner, Deed.BOOK):
            yield _Reach(owner, fields)


def _fits(actor: Actor, text: str, reach: _Reach, client: MetClient) -> bool:
    return fits(
        text,
        fields=reach.fields,
        code=client_code(actor.practice_id, client.name.id),
        given_name=client.name.given_name,
        family_name=client.name.family_name,
        phone=client.phone,
        email=client.email,
    )


def _shown(actor: Actor, found: list[tuple[_Reach, MetClient]], limit: int) -> list[ClientToBook]:
    """Cut, without those whom the actor opens anyway and finds by the ordinary search; each client once."""
    readable = readable_client_ids(actor, [client.name.id for _reach, client in found])
    best: dict[UUID, ClientToBook] = {}
    for reach, client in sorted(found, key=lambda pair: -pair[0].fields.rank):
        if client.name.id in readable or client.name.id in best:
            continue
        best[client.name.id] = ClientToBook(
            client=cut(actor, client.name, Sight(reach.fields)),
            phone=client.phone if reach.fields is ClientFields.CONTACT else "",
            is_active=client.is_active,
            column=reach.column,
        )
    return list(best.values())[:limit]
