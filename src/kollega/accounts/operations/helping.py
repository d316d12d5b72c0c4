"""What only somebody at the console may do to an account, after making sure who asks."""

from kollega.accounts.models import AccountEvent, OneTimeCodes, Passkey, Person
from kollega.accounts.operations import links, login_sessions, recovery_codes
from kollega.accounts.operations.activity import note
from kollega.accounts.operations.factors import tell_person
from kollega.accounts.rules.addresses import normalised
from kollega.accounts.visit import Visit

Kind = AccountEvent.Kind


def link_for_new_person(*, address: str, name: str, language: str, visit: Visit) -> str | None:
    """Return the token of a link to choose a password, or None when there is an account with this address.

    For an installation without mail, and where sign-up is closed.
    """
    link = links.stored(links.Purpose.SIGN_UP, address=address, name=name, language=language, visit=visit)
    issued = links.issue(link, now=visit.at)
    return issued.token if issued else None


def forget_factors(*, address: str, visit: Visit) -> bool:
    """Remove every second factor of a person who has lost them all, end their logins and tell them by mail.

    Returns False when nobody has this address. The password stays; pages with data of clients stay closed until a
    new second factor is set up.
    """
    person = Person.objects.filter(email=normalised(address)).first()
    if person is None:
        return False
    OneTimeCodes.objects.filter(person=person).delete()
    Passkey.objects.filter(person=person).delete()
    recovery_codes.remove(person.pk)
    login_sessions.end_sessions_of(person.pk)
    note(person.pk, Kind.FACTORS_FORGOTTEN, visit)
    tell_person(person.pk, Kind.FACTORS_FORGOTTEN, visit)
    return True


def set_open(*, address: str, is_open: bool, visit: Visit) -> bool:
    """Close an account (dead at the next request) or open it again; False when nobody has this address."""
    person = Person.objects.filter(email=normalised(address)).first()
    if person is None:
        return False
    Person.objects.filter(pk=person.pk).update(is_active=is_open)
    if not is_open:
        login_sessions.end_sessions_of(person.pk)
        links.end_links_of(person.pk, now=visit.at)
    note(person.pk, Kind.OPENED if is_open else Kind.CLOSED, visit)
    return True
