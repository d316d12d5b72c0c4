"""Clients of the practice who look like the same person (C8); inside an operation, which decides who learns of whom."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from kollega.clients.models import Client, SearchKey
from kollega.clients.queries.pointer import kept_ids
from kollega.clients.rules.contact import ContactData
from kollega.clients.rules.folding import same_name
from kollega.clients.rules.matching import marks_of, search_words
from kollega.kernel.actor import Actor


def look_alikes(actor: Actor, contact: ContactData, *, country: str) -> list[UUID]:
    """Return the ids of all look-alikes of the practice, also of those the actor may not know about.

    Instead of a card that stands behind another one, the one that stays.
    """
    marks = marks_of(contact, country)
    holders = holders_of(actor, marks)
    found = {client_id for mark in marks for client_id in holders[mark]}
    return sorted(set(kept_ids(actor.practice_id, found).values()))


def holders_of(actor: Actor, marks: Iterable[str]) -> dict[str, set[UUID]]:
    """Return which clients of the practice bear each of the marks, for one person or a whole file."""
    marks = set(marks)
    rows = SearchKey.objects.filter(practice_id=actor.practice_id, word__in=search_words(marks))
    holders: dict[str, set[UUID]] = defaultdict(set)
    born: dict[UUID, str] = {}
    for word, client_id in rows.values_list("word", "client_id"):
        if word.startswith("b:"):
            born[client_id] = word
        else:
            holders[word].add(client_id)
    for client in Client.objects.filter(practice_id=actor.practice_id, id__in=born).only("given_name", "family_name"):
        mark = f"{born[client.id]}|{same_name(client.given_name, client.family_name)}"
        if mark in marks:
            holders[mark].add(client.id)
    return holders


def same_person(actor: Actor, contact: ContactData, *, country: str) -> UUID | None:
    """Return the client who has this name and birth date and also this e-mail address or phone number.

    Of several the one who was added first. The caller tells nobody outside the practice whether there is one.
    """
    marks = marks_of(contact, country)
    holders = holders_of(actor, marks)
    by_birth = {id_ for mark in marks if mark.startswith("b:") for id_ in holders[mark]}
    by_contact = {id_ for mark in marks if not mark.startswith("b:") for id_ in holders[mark]}
    found = min(by_birth & by_contact, default=None)
    return kept_ids(actor.practice_id, [found])[found] if found else None
