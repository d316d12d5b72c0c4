"""Clients of the practice who look like the same person (C8): birth date and name, e-mail, or phone."""

from uuid import UUID

from kollega.clients.models import Client, SearchKey
from kollega.clients.rules.contact import ContactData
from kollega.clients.rules.folding import email_address, phone_number, same_name
from kollega.kernel.actor import Actor


def look_alikes(actor: Actor, contact: ContactData, *, country: str, but: UUID | None = None) -> list[UUID]:
    """Return the ids of all look-alikes of the practice, also of those the actor may not know about.

    For use inside an operation, which decides who learns of which.
    """
    found = _by_key(actor, _contact_words(contact, country))
    if contact.born_on:
        found |= _by_birth_date_and_name(actor, contact)
    return sorted(found - {but})


def _contact_words(contact: ContactData, country: str) -> list[str]:
    words = []
    if contact.email:
        words.append(f"e:{email_address(contact.email)}")
    if contact.phone:
        words.append(f"p:{phone_number(contact.phone, country)}")
    return words


def _by_key(actor: Actor, words: list[str]) -> set[UUID]:
    if not words:
        return set()
    rows = SearchKey.objects.filter(practice_id=actor.practice_id, word__in=words)
    return set(rows.values_list("client_id", flat=True))


def _by_birth_date_and_name(actor: Actor, contact: ContactData) -> set[UUID]:
    born_then = _by_key(actor, [f"b:{contact.born_on:%Y%m%d}"])
    if not born_then:
        return set()
    name = same_name(contact.given_name, contact.family_name)
    rows = Client.objects.filter(practice_id=actor.practice_id, id__in=born_then)
    return {row.id for row in rows if same_name(row.given_name, row.family_name) == name}
