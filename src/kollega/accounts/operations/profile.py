"""What people change about themselves: name, language, look, keys, and their e-mail address."""

from uuid import UUID

from django.db import IntegrityError, transaction

from kollega.accounts import limits
from kollega.accounts.errors import AddressTaken, LinkDead, LooksAlike
from kollega.accounts.models import AccountEvent, MailedLink, Person
from kollega.accounts.operations import links, login_sessions
from kollega.accounts.operations.activity import note
from kollega.accounts.operations.factors import require_fresh
from kollega.accounts.queries.sessions import Login
from kollega.accounts.rules.addresses import looks_alike_risk, normalised
from kollega.accounts.visit import Visit
from kollega.platform.limits import hit
from kollega.platform.outbox import emit

Kind = AccountEvent.Kind


def change(login: Login, *, name: str, language: str, theme: str, single_keys: bool) -> None:
    """Store what the person chose."""
    Person.objects.filter(pk=login.person_id).update(name=name, language=language, theme=theme, single_keys=single_keys)


def change_look(person_id: UUID, *, theme: str, language: str | None, single_keys: bool) -> None:
    """Store what the person chose beside the page, so that the next browser looks the same."""
    Person.objects.filter(pk=person_id).update(theme=theme, single_keys=single_keys)
    if language is not None:
        Person.objects.filter(pk=person_id).update(language=language)


def wish_address(login: Login, *, address: str, visit: Visit) -> None:
    """Ask for another e-mail address; it changes when the link in the mail to it is opened.

    Refuses with FreshLoginNeeded, LooksAlike and TooMany.
    """
    require_fresh(login, visit)
    if looks_alike_risk(address):
        raise LooksAlike
    hit(limits.CHANGE_ADDRESS_BY_PERSON, login.person_id)
    person = Person.objects.get(pk=login.person_id)
    links.wish(
        links.Purpose.CHANGE_ADDRESS,
        address=address,
        language=person.language,
        person_id=person.pk,
        visit=visit,
    )
    note(person.pk, Kind.ADDRESS_CHANGE_WANTED, visit)


def finish_address(login: Login, *, token: str, visit: Visit) -> str:
    """Take the proven address; the former one gets a mail. Returns the new address.

    Refuses with LinkDead (also for a link of somebody else) and AddressTaken.
    """
    hit(limits.LINK_BY_NETWORK, visit.network)
    if links.opened(links.Purpose.CHANGE_ADDRESS, token, now=visit.at).person_id != login.person_id:
        raise LinkDead
    link = links.use(links.Purpose.CHANGE_ADDRESS, token, now=visit.at)
    person = Person.objects.get(pk=login.person_id)
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(email=normalised(link.address))
    except IntegrityError as error:
        raise AddressTaken from error
    links.end_links_of(person.pk, now=visit.at)
    login_sessions.end_after_change(person.pk, keep=login.id, visit=visit)
    note(person.pk, Kind.ADDRESS_CHANGED, visit)
    MailedLink.objects.filter(id=link.id).update(former_address=person.email)
    emit("accounts.address_changed", practice_id=None, link_id=str(link.id), at=visit.at.isoformat())
    return normalised(link.address)
