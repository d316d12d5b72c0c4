"""Passkeys (WebAuthn): the ceremonies are checked by fido2; here is what they mean for an account.

A ceremony has two halves. `begin_*` returns what the browser gets and a state that the caller keeps in the session;
the finishing half takes that state once.
"""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kollega.accounts import limits
from kollega.accounts.errors import PasskeyRefused
from kollega.accounts.models import AccountEvent, Passkey, Person
from kollega.accounts.operations import second_step
from kollega.accounts.operations.activity import note_failure
from kollega.accounts.operations.factors import after_adding, after_removing, require_fresh
from kollega.accounts.operations.signing_in import may_sign_in
from kollega.accounts.queries.sessions import Login
from kollega.accounts.visit import Visit
from kollega.platform.limits import hit

Options = dict[str, Any]
State = dict[str, Any]
_REQUIRED = UserVerificationRequirement.REQUIRED
_PREFERRED = UserVerificationRequirement.PREFERRED
MOST = 20


def begin_adding(login: Login, *, visit: Visit) -> tuple[Options, State]:
    """Refuses with FreshLoginNeeded."""
    require_fresh(login, visit)
    person = Person.objects.get(pk=login.person_id)
    user = PublicKeyCredentialUserEntity(id=person.pk.bytes, name=person.email, display_name=person.name)
    options, state = _server().register_begin(
        user,
        _credentials(person.pk),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=_PREFERRED,
    )
    return dict(options), state


def add(login: Login, *, state: State, answer: Options, name: str, visit: Visit) -> list[str]:
    """Store the new passkey. Returns recovery codes if the person has none, else nothing.

    Refuses with PasskeyRefused, FreshLoginNeeded.
    """
    require_fresh(login, visit)
    if Passkey.objects.filter(person_id=login.person_id).count() >= MOST:
        raise PasskeyRefused
    try:
        made = _server().register_complete(state, answer)
    except (ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    held = made.credential_data
    if held is None or Passkey.objects.filter(credential_id=held.credential_id).exists():
        raise PasskeyRefused
    Passkey.objects.create(
        person_id=login.person_id,
        name=name,
        credential_id=held.credential_id,
        credential=bytes(held),
        sign_count=made.counter,
        added_at=visit.at,
    )
    return after_adding(login, AccountEvent.Kind.PASSKEY_ADDED, visit)


def remove(login: Login, *, passkey_id: UUID, visit: Visit) -> None:
    """Forget one of the person's own passkeys. Refuses with FreshLoginNeeded."""
    require_fresh(login, visit)
    removed, _ = Passkey.objects.filter(person_id=login.person_id, id=passkey_id).delete()
    if removed:
        after_removing(login, AccountEvent.Kind.PASSKEY_REMOVED, visit)


def begin_sign_in() -> tuple[Options, State]:
    """For a login by passkey alone: the authenticator must have checked who holds it."""
    options, state = _server().authenticate_begin(user_verification=_REQUIRED)
    return dict(options), state


def sign_in(*, state: State, answer: Options, visit: Visit) -> UUID:
    """Return whose passkey it is. Refuses with PasskeyRefused and TooMany."""
    hit(limits.SIGN_IN_BY_NETWORK, visit.network)
    passkey = Passkey.objects.select_related("person").filter(credential_id=_credential_id(answer)).first()
    if passkey is None or not may_sign_in(passkey.person):
        raise PasskeyRefused
    _check(passkey.person_id, state, answer, visit)
    return passkey.person_id


def begin_second_step(person_id: UUID) -> tuple[Options, State]:
    """For the step after the password."""
    options, state = _server().authenticate_begin(_credentials(person_id), user_verification=_PREFERRED)
    return dict(options), state


def finish_second_step(person_id: UUID, *, state: State, answer: Options, visit: Visit) -> None:
    """Refuses with PasskeyRefused and TooMany."""
    second_step.count(person_id, visit)
    _check(person_id, state, answer, visit)


def begin_confirming(login: Login) -> tuple[Options, State]:
    """For proving again who one is, instead of the password."""
    options, state = _server().authenticate_begin(_credentials(login.person_id), user_verification=_REQUIRED)
    return dict(options), state


def confirm(login: Login, *, state: State, answer: Options, visit: Visit) -> None:
    """Refuses with PasskeyRefused and TooMany."""
    hit(limits.CONFIRM_BY_SESSION, login.id)
    _check(login.person_id, state, answer, visit)


def _check(person_id: UUID, state: State, answer: Options, visit: Visit) -> None:
    """Check the signature against the person's own passkeys, and that the authenticator's counter goes forward."""
    try:
        used = _server().authenticate_complete(state, _credentials(person_id), answer)
        counter = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
    except (ValueError, KeyError, TypeError) as error:
        note_failure(person_id, AccountEvent.Kind.CODE_WRONG, visit)
        raise PasskeyRefused from error
    passkey = Passkey.objects.filter(person_id=person_id, credential_id=used.credential_id)
    # A counter that stands still was copied, unless the authenticator has none and always says 0.
    forward = passkey.filter(sign_count__lt=counter) if counter else passkey.filter(sign_count=0)
    if not forward.update(sign_count=counter, used_at=visit.at):
        note_failure(person_id, AccountEvent.Kind.CODE_WRONG, visit)
        raise PasskeyRefused


def _credential_id(answer: Options) -> bytes:
    try:
        return AuthenticationResponse.from_dict(answer).raw_id
    except (ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error


def _credentials(person_id: UUID) -> list[AttestedCredentialData]:
    held = Passkey.objects.filter(person_id=person_id).values_list("credential", flat=True)
    return [AttestedCredentialData(bytes(data)) for data in held]


def _server() -> Fido2Server:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=host, name="Kollega"),
        verify_origin=lambda origin: origin == settings.PUBLIC_URL,
    )
