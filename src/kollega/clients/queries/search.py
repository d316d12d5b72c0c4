"""Finding clients by name part, phone, e-mail or birth date (C9)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from kollega.clients.models import Client, Recent, SearchKey
from kollega.clients.queries.access import ClientName
from kollega.clients.queries.visibility import knows_birth_dates, listed_clients, visible_clients
from kollega.clients.rules.search import Range, terms_of
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.profile import profile_of

MOST_CHOICES = 20


@dataclass(frozen=True, slots=True)
class ClientChoice:
    """One client in a picker."""

    id: UUID
    name: ClientName
    born_on: date | None
    phone: str
    email: str
    is_active: bool
    responsible_id: UUID


def shown(actor: Actor, result: list[ClientChoice], given: dict[str, Any]) -> Entry | None:
    """The log row of a search: whose names were shown, never what was typed."""
    if not result:
        return None
    return Entry(Action.SEARCH, "client", detail={"clients": [str(choice.id) for choice in result]})


@query(requires=Permission.CLIENT_LIST, logs=shown)
def client_choices(actor: Actor, *, text: str = "", limit: int = 8) -> list[ClientChoice]:
    """Return clients for a picker by name: those the text finds, or without text the last ones worked with.

    Inactive clients come too, after the active ones (C2).
    """
    limit = min(limit, MOST_CHOICES)
    if not text.strip():
        return _recent(actor, min(limit, 3))
    clients = found(actor, listed_clients(actor), text).order_by("-is_active", "sort_key", "id")
    return [choice_of(actor, client) for client in clients[:limit]]


@query(requires=Permission.CLIENT_LIST, logs=shown)
def choices_by_id(actor: Actor, *, client_ids: Collection[UUID]) -> list[ClientChoice]:
    """Return those of the clients that the actor may see, by name."""
    rows = visible_clients(actor).filter(id__in=client_ids).order_by("sort_key", "id")
    return [choice_of(actor, client) for client in rows[:MOST_CHOICES]]


def found(actor: Actor, clients: "QuerySet[Client]", text: str) -> "QuerySet[Client]":
    """Narrow the clients to those that the text finds; nothing when it holds no word."""
    today = actor.at.astimezone(actor.timezone).date()
    terms = terms_of(text, country=profile_of(actor).country, today=today, by_birth_date=knows_birth_dates(actor))
    if not terms:
        return clients.none()
    bearing = _bearing_all(actor, terms)
    behind = Client.objects.filter(practice_id=actor.practice_id, id__in=bearing).exclude(merged_into=None)
    kept = list(behind.values_list("merged_into_id", flat=True))
    return clients.filter(Q(id__in=bearing) | Q(id__in=kept) if kept else Q(id__in=bearing))


def _bearing_all(actor: Actor, terms: list[list[Range]]) -> "QuerySet[SearchKey, UUID]":
    """Return the ids of those with a word for every term: one pass over all words that fit any of them.

    A subquery for each term would be joined row by row, because the planner cannot guess how many words fit.
    """
    fits = [reduce(or_, (Q(word__gte=low, word__lt=high) for low, high in ranges)) for ranges in terms]
    keys = SearchKey.objects.filter(reduce(or_, fits), practice_id=actor.practice_id)
    if len(fits) == 1:
        return keys.values_list("client_id", flat=True)
    hits = {f"hit{number}": BoolOr(ExpressionWrapper(fit, BooleanField())) for number, fit in enumerate(fits)}
    found = keys.values("client_id").annotate(**hits).filter(**dict.fromkeys(hits, True))
    return found.values_list("client_id", flat=True)


def _recent(actor: Actor, limit: int) -> list[ClientChoice]:
    if actor.membership_id is None:
        return []
    ids = list(
        Recent.objects.filter(
            practice_id=actor.practice_id, member_id=actor.membership_id, client__in=listed_clients(actor)
        )
        .order_by("-at", "-id")
        .values_list("client_id", flat=True)[:limit]
    )
    rows = {client.id: client for client in listed_clients(actor).filter(id__in=ids)}
    return [choice_of(actor, rows[client_id]) for client_id in ids if client_id in rows]


def choice_of(actor: Actor, client: Client) -> ClientChoice:
    """Return what a picker shows of a client whom the caller may show."""
    return ClientChoice(
        id=client.id,
        name=ClientName(client.id, client.given_name, client.family_name),
        born_on=client.born_on if knows_birth_dates(actor) else None,
        phone=client.phone,
        email=client.email,
        is_active=client.is_active,
        responsible_id=client.responsible_id,
    )
