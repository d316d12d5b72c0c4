"""Who gets a mail about an account."""

from dataclasses import dataclass
from uuid import UUID

from kollega.accounts.models import MailedLink, Person


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets a mail about their account, where, and in which language."""

    id: UUID
    address: str
    name: str
    language: str


def receiver(person_id: UUID) -> Receiver | None:
    """Return the person, or None if there is no such person any more."""
    person = Person.objects.filter(pk=person_id).first()
    return _receiver(person, person.email) if person else None


def former_receiver(link_id: UUID) -> Receiver | None:
    """Return the person at the address that a used change of address has replaced."""
    link = MailedLink.objects.select_related("person").filter(id=link_id).exclude(former_address="").first()
    return _receiver(link.person, link.former_address) if link and link.person else None


def _receiver(person: Person, address: str) -> Receiver:
    return Receiver(person.pk, address, person.name, person.language)
