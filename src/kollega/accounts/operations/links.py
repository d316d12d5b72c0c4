"""Mailed links: wishes are stored at once, tokens are made when the mail is written, each is good for one use.

A wish does the same work whether or not there is such an account; who gets which mail is decided afterwards, by
`issue`, in the job that writes it (AU-6).
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict, Unpack
from uuid import UUID

from kollega.accounts.errors import LinkDead
from kollega.accounts.models import MailedLink, Person
from kollega.accounts.operations.signing_in import may_sign_in
from kollega.accounts.rules.addresses import normalised
from kollega.accounts.visit import Visit
from kollega.platform.outbox import emit

Purpose = MailedLink.Purpose
LIVES = {
    Purpose.SIGN_UP: timedelta(hours=24),
    Purpose.RESET: timedelta(hours=1),
    Purpose.CHANGE_ADDRESS: timedelta(hours=1),
}
EVENTS = {
    Purpose.SIGN_UP: "accounts.verification_wanted",
    Purpose.RESET: "accounts.reset_wanted",
    Purpose.CHANGE_ADDRESS: "accounts.address_change_wanted",
}


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """What a mail needs. `token` is None when there is an account already: then the mail only says so."""

    purpose: Purpose
    to: str
    name: str
    language: str
    person_id: UUID | None
    token: str | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedLink:
    id: UUID
    address: str
    name: str
    language: str
    person_id: UUID | None
    affiliate_code: str


class More(TypedDict, total=False):
    """What some wishes carry along."""

    name: str
    person_id: UUID | None
    affiliate_code: str


def wish(purpose: Purpose, *, address: str, visit: Visit, language: str, **more: Unpack[More]) -> None:
    """Store what somebody asked for and let the mail be written."""
    link_id = stored(purpose, address=address, visit=visit, language=language, **more)
    emit(EVENTS[purpose], practice_id=None, link_id=str(link_id))


def stored(purpose: Purpose, *, address: str, visit: Visit, language: str, **more: Unpack[More]) -> UUID:
    """Store a wish and return its id; no mail follows by itself.

    The address is kept in normal form, so that the mail proves the very address that the account gets.
    """
    link = MailedLink.objects.create(
        purpose=purpose,
        address=normalised(address),
        language=language,
        requested_at=visit.at,
        expires_at=visit.at + LIVES[purpose],
        **more,
    )
    return link.id


def issue(link_id: UUID, *, now: datetime) -> IssuedLink | None:
    """Make the link's token and store its hash; to be called in the job that writes the mail.

    Returns None when no mail is due: nobody has this address, or the wish is too old. The lifetime counts from the
    wish. A further call makes a new token, and the former one stops working.
    """
    link = MailedLink.objects.select_for_update().filter(id=link_id, used_at=None, expires_at__gt=now).first()
    if link is None:
        return None
    person = _person_of(link)
    if link.purpose != Purpose.SIGN_UP and (person is None or not may_sign_in(person)):
        return None
    known = link.purpose == Purpose.SIGN_UP and person is not None
    token = None if known else secrets.token_urlsafe(32)
    MailedLink.objects.filter(id=link.id).update(
        token_hash=token_hash(token) if token else None, person_id=person.pk if person else None
    )
    return IssuedLink(
        purpose=Purpose(link.purpose),
        to=link.address if person is None or link.purpose == Purpose.CHANGE_ADDRESS else person.email,
        name=person.name if person else link.name,
        language=person.language if person else link.language,
        person_id=person.pk if person else None,
        token=token,
        expires_at=link.expires_at,
    )


def opened(purpose: Purpose, token: str, *, now: datetime) -> OpenedLink:
    """Return what a living link stands for, without using it up. Refuses with LinkDead."""
    found = MailedLink.objects.filter(
        purpose=purpose, token_hash=token_hash(token), used_at=None, expires_at__gt=now
    ).first()
    if found is None:
        raise LinkDead
    return OpenedLink(found.id, found.address, found.name, found.language, found.person_id, found.affiliate_code)


def use(purpose: Purpose, token: str, *, now: datetime) -> OpenedLink:
    """Use the link up and return what it stands for. Refuses with LinkDead; of two at once one succeeds."""
    link = opened(purpose, token, now=now)
    if MailedLink.objects.filter(id=link.id, used_at=None).update(used_at=now) != 1:
        raise LinkDead
    return link


def person_behind(link: OpenedLink) -> Person | None:
    """Return whose account the link is bound to, if anybody's."""
    return Person.objects.filter(pk=link.person_id).first() if link.person_id else None


def end_links_of(person_id: UUID, *, now: datetime) -> None:
    """Let every open link of the person die: after a reset, a new password or a new address."""
    MailedLink.objects.filter(person_id=person_id, used_at=None).update(used_at=now)


def token_hash(token: str) -> bytes:
    """Tokens have 256 random bits, so a plain hash protects them."""
    return hashlib.sha256(token.encode()).digest()


def _person_of(link: MailedLink) -> Person | None:
    if link.person_id is not None:
        return Person.objects.filter(pk=link.person_id).first()
    return Person.objects.filter(email=normalised(link.address)).first()
