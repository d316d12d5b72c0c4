"""Signing up: an address and a name first; the account is made when the mailed link is opened."""

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from kollega.accounts import limits
from kollega.accounts.errors import AddressTaken, LooksAlike, SignUpClosed
from kollega.accounts.models import AccountEvent, Person
from kollega.accounts.operations import hashing, links
from kollega.accounts.operations.activity import note
from kollega.accounts.operations.passwords import require_good
from kollega.accounts.rules.addresses import looks_alike_risk, normalised
from kollega.accounts.visit import Visit
from kollega.kernel import clock
from kollega.platform.limits import hit
from kollega.platform.outbox import emit


def wish(*, address: str, name: str, language: str, visit: Visit, affiliate_code: str = "") -> None:
    """Ask for an account. Refuses with SignUpClosed, LooksAlike and TooMany, never for an address that is known.

    `affiliate_code` says by whose link they came; it goes along until the account is made.
    """
    if not settings.SIGNUP_OPEN:
        raise SignUpClosed
    if looks_alike_risk(address):
        raise LooksAlike
    hit(limits.SIGN_UP_BY_NETWORK, visit.network)
    hit(limits.SIGN_UP_BY_ADDRESS, normalised(address))
    links.wish(
        links.Purpose.SIGN_UP,
        address=address,
        name=name,
        language=language,
        visit=visit,
        affiliate_code=affiliate_code,
    )


def finish(*, token: str, name: str, password: str, visit: Visit) -> UUID:
    """Make the account whose address the opened link proves, and return the person's id.

    Refuses with LinkDead, BadInput (password), AddressTaken, TooMany, Busy.
    """
    hit(limits.LINK_BY_NETWORK, visit.network)
    link = links.opened(links.Purpose.SIGN_UP, token, now=visit.at)
    require_good(password, address=link.address, name=name)
    password_hash = hashing.hashed(password)
    links.use(links.Purpose.SIGN_UP, token, now=visit.at)
    person_id = _made(link.address, name, link.language, password_hash, visit)
    _tell(person_id, link.affiliate_code)
    return person_id


def register_invited(*, address: str, name: str, password: str, language: str, visit: Visit) -> UUID:
    """Make an account for an address that an invitation's token has proven, and return the person's id.

    It works where sign-up is closed, too. Refuses with BadInput (password), AddressTaken, TooMany, Busy.
    """
    hit(limits.LINK_BY_NETWORK, visit.network)
    require_good(password, address=address, name=name)
    person_id = _made(address, name, language, hashing.hashed(password), visit)
    _tell(person_id, "")
    return person_id


def _made(address: str, name: str, language: str, password_hash: str, visit: Visit) -> UUID:
    person = Person(email=normalised(address), name=name, language=language, password=password_hash, joined_at=visit.at)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise AddressTaken from error
    note(person.pk, AccountEvent.Kind.SIGNED_UP, visit)
    return person.pk


def _tell(person_id: UUID, affiliate_code: str) -> None:
    """Let others know of the new person; what they count runs by business time."""
    at = clock.now().isoformat()
    emit("accounts.signed_up", practice_id=None, person_id=str(person_id), affiliate_code=affiliate_code, at=at)
