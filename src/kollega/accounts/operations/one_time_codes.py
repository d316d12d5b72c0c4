"""Codes of an authenticator app: setting up, using once, removing."""

from uuid import UUID

from kollega.accounts import limits
from kollega.accounts.errors import WrongCode
from kollega.accounts.models import OneTimeCodes
from kollega.accounts.rules.codes import matching_step, new_secret
from kollega.accounts.visit import Visit
from kollega.platform.limits import hit
from kollega.platform.sealing import open_for_installation, seal_for_installation


def sealed_new_secret(person_id: UUID) -> bytes:
    """Return a new secret, sealed for this person, to be kept in the login session until a code proves it."""
    return seal_for_installation(new_secret(), context=_context(person_id))


def opened(person_id: UUID, sealed: bytes) -> bytes:
    return open_for_installation(sealed, context=_context(person_id))


def add(person_id: UUID, *, sealed: bytes, code: str, visit: Visit) -> None:
    """Store the secret once a code of the app matches; that code is used up by it. Refuses with WrongCode."""
    hit(limits.SET_UP_BY_PERSON, person_id)
    step = matching_step(opened(person_id, sealed), code, seconds=visit.at.timestamp(), after=0)
    if step is None:
        raise WrongCode
    OneTimeCodes.objects.update_or_create(
        person_id=person_id,
        defaults={"secret": sealed, "last_step": step, "added_at": visit.at, "used_at": None},
    )


def use(person_id: UUID, *, code: str, visit: Visit) -> bool:
    """Tell whether the code is right, and use up its time step: a second try with it fails, whoever is faster."""
    row = OneTimeCodes.objects.filter(person_id=person_id).first()
    if row is None:
        return False
    secret = opened(person_id, bytes(row.secret))
    step = matching_step(secret, code, seconds=visit.at.timestamp(), after=row.last_step)
    if step is None:
        return False
    unused = OneTimeCodes.objects.filter(person_id=person_id, last_step__lt=step)
    return unused.update(last_step=step, used_at=visit.at) == 1


def remove(person_id: UUID) -> bool:
    """Forget the app; tell whether there was one."""
    removed, _ = OneTimeCodes.objects.filter(person_id=person_id).delete()
    return bool(removed)


def _context(person_id: UUID) -> bytes:
    return b"one-time codes|" + person_id.bytes
