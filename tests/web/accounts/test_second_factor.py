"""Who must have a second factor, who may change factors, and what a change ends."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kollega.accounts.models import LoginSession, OneTimeCodes, Passkey, RecoveryCode
from kollega.accounts.operations import one_time_codes
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Area, Role
from kollega.platform.models import OutboxEvent
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from tests.accounts.soft_authenticator import SoftAuthenticator
from tests.factories import PASSWORD, make_member, make_person, make_practice
from tests.signing_in import client_of, code_now, give_codes, give_password, sign_in


def _slug(actor: Actor) -> str:
    from django.db import transaction

    with tenant(actor.practice_id), transaction.atomic():
        return Membership.objects.select_related("practice").get(id=actor.membership_id).practice.slug


def _stale(client: Client) -> None:
    session = client.session
    session["authenticated_at"] = (real_now() - timedelta(minutes=11)).timestamp()
    session.save()


@pytest.mark.parametrize(
    ("roles", "areas", "led"),
    [
        ((Role.CLINICIAN,), (), True),
        ((Role.ASSISTANT,), (), True),
        ((Role.ADMIN,), (), True),
        ((Role.OFFICE_STAFF,), (Area.APPOINTMENTS,), True),
        ((Role.OFFICE_STAFF,), (Area.FINANCES,), True),
        ((Role.OFFICE_STAFF,), (), False),
        ((Role.TEMPLATE_MANAGER,), (), False),
    ],
)
def test_AU2_without_a_second_factor_practice_pages_stay_closed(
    roles: tuple[Role, ...], areas: tuple[Area, ...], led: bool
) -> None:
    member = make_member(make_practice(), *roles, areas=areas)
    path = f"/p/{_slug(member)}/team/"
    answer = client_of(member, second_factor=False).get(path)
    if led:
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/second-step/?next=")
    else:
        assert answer.status_code == 200
    assert client_of(member).get(path).status_code == 200


def test_AU2_fragments_are_led_to_the_set_up_too() -> None:
    owner = make_practice()
    client = client_of(owner, second_factor=False)
    answer = client.get(f"/p/{_slug(owner)}/team/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/account/second-step/"


def test_AU2_outsiders_learn_nothing_from_it() -> None:
    client = client_of(make_person(), second_factor=False)
    assert client.get(f"/p/{_slug(make_practice())}/team/").status_code == 404


CHANGING = [
    ("get", "/account/codes/"),
    ("post", "/account/codes/"),
    ("post", "/account/codes/remove/"),
    ("get", "/account/recovery-codes/"),
    ("post", "/account/recovery-codes/"),
    ("get", "/account/passkeys/add/"),
    ("post", "/account/passkeys/add/"),
    ("post", "/account/passkeys/00000000-0000-7000-8000-000000000000/remove/"),
    ("get", "/account/password/"),
    ("post", "/account/password/"),
    ("get", "/account/address/"),
    ("post", "/account/address/"),
]


@pytest.mark.parametrize(("method", "path"), CHANGING)
def test_AU4_changing_how_one_signs_in_needs_a_fresh_login(method: str, path: str) -> None:
    client = client_of(make_person())
    _stale(client)
    answer = getattr(client, method)(path, {"password": "three new words here", "address": "x@example.test"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/confirm/?next=")


def test_AU4_the_challenge_for_a_new_passkey_needs_a_fresh_login() -> None:
    client = client_of(make_person())
    _stale(client)
    answer = client.post("/account/passkeys/add/options/")
    assert answer.status_code == 401
    assert answer.json()["code"] == "fresh_login_needed"


@pytest.mark.parametrize(("method", "path"), [*CHANGING, ("post", "/account/passkeys/add/options/")])
def test_AU4_no_stranger_and_nobody_between_the_steps_can_attach_a_factor(method: str, path: str) -> None:
    person = give_password(make_person())
    give_codes(person)
    between = Client()
    between.post("/signin/", {"address": person.email, "password": PASSWORD})
    for client in (Client(), between):
        answer = getattr(client, method)(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/signin/")


def test_AU4_operations_refuse_a_stale_login_by_themselves() -> None:
    from kollega.accounts.operations import factors, passwords, profile
    from kollega.accounts.queries.sessions import Login
    from kollega.accounts.visit import Visit
    from kollega.kernel.errors import FreshLoginNeeded

    person = make_person()
    now = real_now()
    row = LoginSession.objects.create(
        person=person, started_at=now, seen_at=now, second_factor=False, address="", device=""
    )
    stale = Login(row.id, person.pk, now, now, False, now - timedelta(minutes=11))
    visit = Visit(now, "", "", "")
    sealed = one_time_codes.sealed_new_secret(person.pk)
    tries: list[Any] = [
        lambda: factors.add_one_time_codes(stale, sealed=sealed, code="000000", visit=visit),
        lambda: factors.remove_one_time_codes(stale, visit=visit),
        lambda: factors.make_recovery_codes(stale, visit=visit),
        lambda: passwords.change(stale, password="three new words here", visit=visit),
        lambda: profile.wish_address(stale, address="x@example.test", visit=visit),
    ]
    for attempt in tries:
        with pytest.raises(FreshLoginNeeded):
            attempt()


def test_SS1_confirming_renews_the_session_id_and_keeps_other_tabs_alive() -> None:
    person = give_password(make_person())
    client = client_of(person)
    _stale(client)
    client.get("/account/")
    token = client.cookies["kollega_csrf"].value
    before = client.cookies["kollega_session"].value
    assert client.post("/confirm/", {"password": "a wrong one"}).status_code == 422
    answer = client.post("/confirm/", {"password": PASSWORD, "next": "/account/password/"})
    assert answer.headers["Location"] == "/account/password/"
    assert client.cookies["kollega_session"].value != before
    assert client.cookies["kollega_csrf"].value == token
    assert client.get("/account/password/").status_code == 200
    old = Client()
    old.cookies["kollega_session"] = before
    assert old.get("/account/").status_code == 302


def test_confirming_in_a_dialog_answers_with_an_event() -> None:
    client = client_of(give_password(make_person()))
    page = client.get("/confirm/", headers={"HX-Request": "true", "HX-Target": "dialog-host"})
    assert b"<dialog" in page.content
    assert b"<html" not in page.content
    answer = client.post(
        "/confirm/", {"password": PASSWORD}, headers={"HX-Request": "true", "HX-Target": "dialog-host"}
    )
    assert answer.status_code == 204
    assert json.loads(answer.headers["HX-Trigger"])["login-confirmed"] is True


def test_SS3_a_new_factor_ends_the_other_logins_and_is_told() -> None:
    person = give_password(make_person())
    here, there = client_of(person), client_of(person)
    here.get("/account/codes/")
    import base64

    secret = one_time_codes.opened(person.pk, base64.b64decode(here.session["one_time_codes_setup"]))
    assert here.post("/account/codes/", {"code": code_now(secret)}).status_code == 200
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    told = OutboxEvent.objects.filter(kind="accounts.security_changed", payload__person_id=str(person.pk))
    assert [event.payload["change"] for event in told] == ["codes_added"]


def test_removing_the_last_factor_closes_practice_pages_again() -> None:
    owner = make_practice()
    client = client_of(owner)
    person_id = owner.person_id
    assert person_id is not None
    OneTimeCodes.objects.create(
        person_id=person_id, secret=one_time_codes.sealed_new_secret(person_id), last_step=0, added_at=real_now()
    )
    assert client.post("/account/codes/remove/").status_code == 302
    assert client.get(f"/p/{_slug(owner)}/team/").headers["Location"].startswith("/account/second-step/")
    assert not RecoveryCode.objects.filter(person_id=person_id).exists()


def _add_passkey(client: Client, device: SoftAuthenticator) -> Any:
    options = client.post("/account/passkeys/add/options/").json()
    return client.post("/account/passkeys/add/", {"name": "Laptop", "credential": json.dumps(device.make(options))})


def test_a_passkey_signs_in_alone_and_counts_as_both_steps() -> None:
    person = give_password(make_person())
    device = SoftAuthenticator()
    added = _add_passkey(client_of(person), device)
    assert added.status_code == 200
    assert added.content.count(b"<code") == 10
    client = Client()
    options = client.post("/signin/passkey/options/").json()
    answer = client.post("/signin/passkey/", {"credential": json.dumps(device.use(options)), "next": "/account/"})
    assert answer.json() == {"location": "/account/"}
    assert LoginSession.objects.get(id=client.session["login"]).second_factor
    assert client.get("/account/").status_code == 200


def test_AU3_a_passkey_that_did_not_check_its_holder_is_only_a_second_step() -> None:
    person = give_password(make_person())
    device = SoftAuthenticator()
    _add_passkey(client_of(person), device)
    device.verifies_user = False
    client = Client()
    options = client.post("/signin/passkey/options/").json()
    refused = client.post("/signin/passkey/", {"credential": json.dumps(device.use(options))})
    assert refused.status_code == 422
    assert client.post("/signin/", {"address": person.email, "password": PASSWORD}).headers["Location"] == (
        "/signin/code/"
    )
    options = client.post("/signin/code/passkey/options/").json()
    answer = client.post("/signin/code/passkey/", {"credential": json.dumps(device.use(options))})
    assert answer.json() == {"location": "/"}


@pytest.mark.parametrize("trick", ["origin", "counter", "replay", "stranger", "purpose", "nonsense"])
def test_forged_passkey_answers_are_refused(trick: str) -> None:
    person = give_password(make_person())
    device = SoftAuthenticator(counter=5)
    assert _add_passkey(client_of(person), device).status_code == 200
    client = Client()
    options = client.post("/signin/passkey/options/").json()
    if trick == "origin":
        device.origin = "http://localhost.evil.example"
    if trick == "counter":
        device.counter = 3
    if trick == "stranger":
        device.key = SoftAuthenticator().key
    given = json.dumps(device.use(options)) if trick != "nonsense" else '{"id": 3}'
    if trick == "purpose":
        client.post("/signin/", {"address": person.email, "password": PASSWORD})
        client.post("/signin/code/passkey/options/")
    if trick == "replay":
        assert client.post("/signin/passkey/", {"credential": given}).status_code == 200
    answer = client.post("/signin/passkey/", {"credential": given})
    assert answer.status_code == 422
    assert answer.json()["code"] == "passkey_refused"


def test_a_passkey_confirms_instead_of_the_password() -> None:
    person = give_password(make_person())
    device = SoftAuthenticator()
    client = client_of(person)
    _add_passkey(client, device)
    _stale(client)
    options = client.post("/confirm/passkey/options/").json()
    answer = client.post(
        "/confirm/passkey/", {"credential": json.dumps(device.use(options)), "next": "/account/password/"}
    )
    assert answer.json() == {"location": "/account/password/"}
    assert client.get("/account/password/").status_code == 200


def test_a_passkey_of_somebody_else_cannot_be_removed() -> None:
    person = make_person()
    _add_passkey(client_of(person), SoftAuthenticator())
    passkey = Passkey.objects.get(person=person)
    client_of(make_person()).post(f"/account/passkeys/{passkey.id}/remove/")
    assert Passkey.objects.filter(id=passkey.id).exists()


def test_recovery_codes_are_kept_as_hashes_and_new_ones_replace_the_old() -> None:
    person = give_password(make_person())
    give_codes(person)
    client = client_of(person)
    import re

    def made() -> list[str]:
        return re.findall(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", client.post("/account/recovery-codes/").content.decode())

    old, new = made(), made()
    assert len(new) == 10
    stored = b"".join(bytes(row.code_hash) for row in RecoveryCode.objects.filter(person=person))
    assert not any(code.encode() in stored for code in new)
    for code, expected in ((old[0], 422), (new[0], 302)):
        other = Client()
        sign_in(other, person)
        assert other.post("/signin/code/", {"code": code}).status_code == expected
