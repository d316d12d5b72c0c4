"""People by address or id, for those who may know them."""

from dataclasses import dataclass
from uuid import UUID

from kollega.accounts.models import Person
from kollega.accounts.rules.addresses import normalised


@dataclass(frozen=True, slots=True)
class PersonFacts:
    id: UUID
    name: str
    email: str
    language: str


def person_with_address(address: str) -> PersonFacts | None:
    """Return the active person who logs in with this address, or None."""
    row = Person.objects.filter(email=normalised(address), is_active=True).first()
    return PersonFacts(row.id, row.name, row.email, row.language) if row else None


def account_of(person_id: UUID) -> PersonFacts | None:
    """Return the person whose account runs, or None."""
    row = Person.objects.filter(id=person_id, is_active=True).first()
    return PersonFacts(row.id, row.name, row.email, row.language) if row else None


@dataclass(frozen=True, slots=True)
class Look:
    """How pages look for a person: theme auto, light or dark."""

    theme: str
    language: str
    single_keys: bool


def look_of(person_id: UUID) -> Look:
    """Return what the person chose."""
    row = Person.objects.get(id=person_id)
    return Look(row.theme, row.language, row.single_keys)


def address_of(person_id: UUID) -> str:
    """Return the address with which a person logs in."""
    return Person.objects.only("email").get(id=person_id).email


def name_of(person_id: UUID) -> str:
    """Return a person's name."""
    return Person.objects.only("name").get(id=person_id).name


def has_account(address: str) -> bool:
    """Tell whether an account, open or closed, has this address; only for who has proven that it is theirs."""
    return Person.objects.filter(email=normalised(address)).exists()
