"""The first step of signing in: e-mail address and password."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from kollega.accounts import limits
from kollega.accounts.errors import WrongCredentials
from kollega.accounts.models import AccountEvent, Person
from kollega.accounts.operations import hashing
from kollega.accounts.operations.activity import note_failure
from kollega.accounts.queries.factors import factors_of
from kollega.accounts.rules.addresses import normalised
from kollega.accounts.visit import Visit
from kollega.kernel.errors import NotFound
from kollega.platform.limits import clear, hit


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Whose password was right, and whether a second step must follow."""

    person_id: UUID
    needs_second_step: bool


def check_password(*, address: str, password: str, visit: Visit) -> FirstStep:
    """Check address and password.

    Refuses with WrongCredentials (the same for every reason), TooMany and Busy. Every answer costs one hash, and
    the limits act before it.
    """
    wanted = normalised(address)
    person = Person.objects.filter(email=wanted).first()
    _count(wanted, person, visit)
    right = hashing.matches(person, password)
    if person is None or not right or not may_sign_in(person):
        if person is not None:
            note_failure(person.pk, AccountEvent.Kind.PASSWORD_WRONG, visit)
        raise WrongCredentials
    clear(limits.SIGN_IN_BY_ACCOUNT_AND_NETWORK, wanted, visit.network)
    return FirstStep(person.pk, needs_second_step=factors_of(person.pk).any)


def may_sign_in(person: Person) -> bool:
    """Closed accounts may not; demo people only in the demo (AU-9)."""
    return person.is_active and (not person.is_demo or settings.DEMO)


def _count(wanted: str, person: Person | None, visit: Visit) -> None:
    hit(limits.SIGN_IN_BY_NETWORK, visit.network)
    if person is not None and visit.knows(person.pk):
        hit(limits.SIGN_IN_BY_KNOWN_BROWSER, wanted, visit.device_id)
        return
    hit(limits.SIGN_IN_BY_ACCOUNT_AND_NETWORK, wanted, visit.network)
    hit(limits.SIGN_IN_BY_ACCOUNT_UNKNOWN_BROWSERS, wanted)


def demo_person(person_id: UUID) -> UUID:
    """Return the person for the one-press login of the demo. Refuses with NotFound anywhere else (AU-9)."""
    person = Person.objects.filter(pk=person_id, is_demo=True).first()
    if not settings.DEMO or person is None or not person.is_active:
        raise NotFound
    return person.pk
