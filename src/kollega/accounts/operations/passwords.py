"""Setting a password: chosen anew by a link, or changed by somebody who is signed in."""

from uuid import UUID

from kollega.accounts import limits
from kollega.accounts.errors import LinkDead
from kollega.accounts.models import AccountEvent, Person
from kollega.accounts.operations import hashing, links, login_sessions
from kollega.accounts.operations.activity import note
from kollega.accounts.operations.factors import require_fresh, tell_person
from kollega.accounts.queries.sessions import Login
from kollega.accounts.rules.addresses import normalised
from kollega.accounts.rules.passwords import password_finding
from kollega.accounts.visit import Visit
from kollega.kernel.errors import BadInput, TooMany
from kollega.platform.limits import hit

Kind = AccountEvent.Kind


def require_good(password: str, *, address: str, name: str) -> None:
    """Refuses with BadInput for the field `password` (AU-1)."""
    finding = password_finding(password, address=address, name=name)
    if finding:
        raise BadInput(fields={"password": finding})


def wish_reset(*, address: str, language: str, visit: Visit) -> None:
    """Ask for a link to choose a new password. Refuses with TooMany, never for an address that is unknown."""
    wanted = normalised(address)
    hit(limits.RESET_BY_NETWORK, visit.network)
    hit(limits.RESET_BY_ADDRESS_AND_NETWORK, wanted, visit.network)
    try:
        hit(limits.RESET_BY_ADDRESS, wanted)
    except TooMany:
        # Somebody floods this mailbox from many networks; its owner is not told "too many" for it.
        return
    links.wish(links.Purpose.RESET, address=wanted, language=language, visit=visit)


def finish_reset(*, token: str, password: str, visit: Visit) -> None:
    """Set a new password by a mailed link. It signs nobody in, and ends every login session of the person (AU-5).

    Refuses with LinkDead, BadInput (password), TooMany, Busy.
    """
    hit(limits.LINK_BY_NETWORK, visit.network)
    link = links.opened(links.Purpose.RESET, token, now=visit.at)
    person = links.person_behind(link)
    if person is None:
        raise LinkDead
    require_good(password, address=person.email, name=person.name)
    password_hash = hashing.hashed(password)
    links.use(links.Purpose.RESET, token, now=visit.at)
    _store(person.pk, password_hash, Kind.PASSWORD_RESET, keep=None, visit=visit)


def change(login: Login, *, password: str, visit: Visit) -> None:
    """Set a new password and end the person's other login sessions.

    Refuses with FreshLoginNeeded, BadInput (password), TooMany, Busy.
    """
    require_fresh(login, visit)
    hit(limits.SET_UP_BY_PERSON, login.person_id)
    person = Person.objects.get(pk=login.person_id)
    require_good(password, address=person.email, name=person.name)
    _store(person.pk, hashing.hashed(password), Kind.PASSWORD_CHANGED, keep=login.id, visit=visit)


def _store(person_id: UUID, password_hash: str, kind: Kind, *, keep: UUID | None, visit: Visit) -> None:
    Person.objects.filter(pk=person_id).update(password=password_hash)
    links.end_links_of(person_id, now=visit.at)
    login_sessions.end_after_change(person_id, keep=keep, visit=visit)
    note(person_id, kind, visit)
    tell_person(person_id, kind, visit)
