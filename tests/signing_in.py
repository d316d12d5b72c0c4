"""Signing in, in tests: with every step as people do, or at once for tests about something else."""

import time
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.test import Client

from kollega.accounts.models import LoginSession, OneTimeCodes, Person
from kollega.accounts.operations import one_time_codes
from kollega.accounts.rules.codes import STEP_SECONDS, code_at
from kollega.edge.login_sessions import LOGIN
from kollega.edge.signing_in import AUTHENTICATED_AT
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from tests.factories import PASSWORD

_hash: str | None = None


def give_password(person: Person, password: str = PASSWORD) -> Person:
    """Let the person sign in with the password; the usual one is hashed once for the whole run."""
    global _hash
    if password == PASSWORD:
        _hash = _hash or make_password(PASSWORD)
        Person.objects.filter(pk=person.pk).update(password=_hash)
    else:
        Person.objects.filter(pk=person.pk).update(password=make_password(password))
    person.refresh_from_db()
    return person


def give_codes(person: Person) -> bytes:
    """Give the person an authenticator app and return its secret."""
    sealed = one_time_codes.sealed_new_secret(person.pk)
    OneTimeCodes.objects.create(person_id=person.pk, secret=sealed, last_step=0, added_at=real_now())
    return one_time_codes.opened(person.pk, sealed)


def code_now(secret: bytes, *, steps: int = 0) -> str:
    """What the app shows now, or some steps of 30 seconds later."""
    return code_at(secret, int(time.time()) // STEP_SECONDS + steps)


def sign_in(client: Client, person: Person, *, secret: bytes | None = None, password: str = PASSWORD) -> Any:
    """Walk through the sign-in pages and return the last answer."""
    answer = client.post("/signin/", {"address": person.email, "password": password})
    if secret is None:
        return answer
    assert answer.status_code == 302, answer.content
    return client.post("/signin/code/", {"code": code_now(secret)})


def client_of(who: Actor | Person, *, second_factor: bool = True) -> Client:
    """Return a browser in which the person is signed in, without walking through the pages."""
    person = who if isinstance(who, Person) else Person.objects.get(pk=who.person_id)
    client = Client()
    client.force_login(person)
    if not second_factor:
        LoginSession.objects.filter(id=client.session[LOGIN]).update(second_factor=False)
    return client


def complete_forced_logins() -> None:
    """Make `Client.force_login` a login with both steps done: it knows only Django's own session keys."""
    user_logged_in.connect(_complete, dispatch_uid="tests.signing_in")


def _complete(request: HttpRequest, user: Person, **_: Any) -> None:
    now = real_now()
    login = LoginSession.objects.create(
        id=uuid4(), person_id=user.pk, started_at=now, seen_at=now, second_factor=True, address="127.0.0.1", device=""
    )
    request.session[LOGIN] = str(login.id)
    request.session[AUTHENTICATED_AT] = now.timestamp()
