"""The client list: filters, order, and pages by cursor."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kollega.clients.models import Client
from kollega.clients.queries.access import ClientName
from kollega.clients.queries.places import Order, beyond, ordering, place_at, read_place
from kollega.clients.queries.search import found
from kollega.clients.queries.visibility import knows_birth_dates, listed_clients
from kollega.clients.rules.birth_dates import age_on
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query

PAGE = 50
MOST_ROWS = 200


class Status(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ClientRow:
    id: UUID
    name: ClientName
    born_on: date | None
    age: int | None
    phone: str
    email: str
    is_active: bool
    responsible_id: UUID
    responsible_name: str
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ClientPage:
    """One page; `first` is the number of its first row, from 1. A cursor is empty where there is no such page."""

    rows: list[ClientRow]
    total: int
    first: int
    previous_cursor: str
    next_cursor: str


def _listed(actor: Actor, result: ClientPage, given: dict[str, Any]) -> Entry | None:
    if not result.rows:
        return None
    return Entry(Action.SEARCH, "client", detail={"clients": [str(row.id) for row in result.rows]})


@query(requires=Permission.CLIENT_LIST, logs=_listed)
def client_list(
    actor: Actor,
    *,
    text: str = "",
    status: Status = Status.ACTIVE,
    responsible_id: UUID | None = None,
    order: Order = Order.NAME,
    cursor: str = "",
    limit: int = PAGE,
) -> ClientPage:
    """Return a page of the clients whom the actor may see; a text also finds inactive ones unless they are filtered.

    An unknown cursor gives the first page.
    """
    clients = listed_clients(actor)
    if text.strip():
        clients = found(actor, clients, text)
    if status is Status.INACTIVE or not (status is Status.ALL or text.strip()):
        clients = clients.filter(is_active=status is Status.ACTIVE)
    if responsible_id is not None:
        clients = clients.filter(responsible_id=responsible_id)
    return _page(actor, clients, order, cursor, max(1, min(limit, MOST_ROWS)))


def any_client(actor: Actor) -> bool:
    """Say whether the actor may see any client at all, so that an empty list can tell why; inside a query or page."""
    return listed_clients(actor).exists()


def _page(actor: Actor, clients: "QuerySet[Client]", order: Order, cursor: str, limit: int) -> ClientPage:
    place = read_place(cursor, order) if cursor else None
    forward = place is None or place.forward
    condition = beyond(place, order) if place else Q()
    rows = list(
        clients.filter(condition).select_related("responsible").order_by(*ordering(order, forward=forward))[: limit + 1]
    )
    more, rows = len(rows) > limit, rows[:limit]
    if not forward:
        rows.reverse()
    before = place.number if place and forward else (place.number - 1 - len(rows) if place else 0)
    has_previous, has_next = (bool(place), more) if forward else (more, True)
    return ClientPage(
        rows=[_row(actor, client) for client in rows],
        total=clients.count(),
        first=max(1, before + 1) if rows else 0,
        previous_cursor=place_at(rows[0], order, forward=False, number=before + 1) if rows and has_previous else "",
        next_cursor=place_at(rows[-1], order, forward=True, number=before + len(rows)) if rows and has_next else "",
    )


def _row(actor: Actor, client: Client) -> ClientRow:
    born_on = client.born_on if knows_birth_dates(actor) else None
    today = actor.at.astimezone(actor.timezone).date()
    return ClientRow(
        id=client.id,
        name=ClientName(client.id, client.given_name, client.family_name),
        born_on=born_on,
        age=age_on(born_on, today) if born_on else None,
        phone=client.phone,
        email=client.email,
        is_active=client.is_active,
        responsible_id=client.responsible_id,
        responsible_name=client.responsible.display_name,
        created_at=client.created_at,
        version=client.version,
    )
