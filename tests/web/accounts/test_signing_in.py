"""Signing in: password, codes, what it tells strangers, and what it changes."""

import base64
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import connections, transaction
from django.test import Client, override_settings

from kollega.accounts.models import LoginSession, Person, RecoveryCode
from kollega.accounts.operations import hashing, one_time_codes
from kollega.accounts.rules.codes import recovery_code_hash
from kollega.audit.models import LogEntry
from kollega.kernel.clock import real_now
from kollega.platform.tenancy import tenant
from tests.factories import PASSWORD, make_person, make_practice, unique
from tests.signing_in import client_of, code_now, give_codes, give_password, sign_in


def test_sign_in_with_password_and_code_opens_the_account_page() -> None:
    person = give_password(make_person())
    secret = give_codes(person)
    client = Client()
    answer = sign_in(client, person, secret=secret)
    assert answer.status_code == 302
    assert client.get("/account/").status_code == 200


def test_the_address_may_be_typed_in_any_case() -> None:
    person = give_password(make_person())
    answer = Client().post("/signin/", {"address": f" {person.email.upper()} ", "password": PASSWORD})
    assert answer.status_code == 302


def test_AU1_passwords_are_stored_with_argon2id() -> None:
    person = give_password(make_person())
    assert person.password.startswith("argon2$argon2id$")
    assert identify_hasher(person.password).decode(person.password)["memory_cost"] >= 19 * 1024


def test_AU3_the_password_alone_opens_nothing_when_there_is_a_factor() -> None:
    person = give_password(make_person())
    give_codes(person)
    client = Client()
    answer = client.post("/signin/", {"address": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/signin/code/"
    assert client.get("/account/").status_code == 302
    assert not LoginSession.objects.filter(person_id=person.pk).exists()


def test_AU3_a_code_without_the_password_opens_nothing() -> None:
    person = give_password(make_person())
    secret = give_codes(person)
    client = Client()
    answer = client.post("/signin/code/", {"code": code_now(secret)})
    assert answer.headers["Location"] == "/signin/"
    assert client.get("/account/").status_code == 302


def test_AU3_the_first_step_is_forgotten_after_ten_minutes() -> None:
    person = give_password(make_person())
    secret = give_codes(person)
    client = Client()
    client.post("/signin/", {"address": person.email, "password": PASSWORD})
    session = client.session
    session["pending"] = {**session["pending"], "at": real_now().timestamp() - 601}
    session.save()
    assert client.post("/signin/code/", {"code": code_now(secret)}).headers["Location"] == "/signin/"


def test_AU2_the_same_code_works_once() -> None:
    person = give_password(make_person())
    secret = give_codes(person)
    code = code_now(secret)
    for expected in (302, 422):
        client = Client()
        client.post("/signin/", {"address": person.email, "password": PASSWORD})
        assert client.post("/signin/code/", {"code": code}).status_code == expected


def _two_browsers(person: Person, code: str) -> list[int]:
    clients = [Client(), Client()]
    for client in clients:
        client.post("/signin/", {"address": person.email, "password": PASSWORD})

    def enter(client: Client) -> int:
        try:
            return int(client.post("/signin/code/", {"code": code}).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(enter, clients))


@pytest.mark.race
def test_AU2_two_browsers_with_one_code_one_gets_in() -> None:
    for _ in range(3):
        person = give_password(make_person())
        assert _two_browsers(person, code_now(give_codes(person))) == [302, 422]


@pytest.mark.race
def test_AU2_two_browsers_with_one_recovery_code_one_gets_in() -> None:
    for _ in range(3):
        person = give_password(make_person())
        give_codes(person)
        code = "ABCD-EFGH-JKLM-NPQR"
        RecoveryCode.objects.create(person=person, code_hash=recovery_code_hash(code), made_at=real_now())
        assert _two_browsers(person, code) == [302, 422]


def test_SS1_the_session_id_is_new_after_each_step_and_the_old_one_is_dead() -> None:
    person = give_password(make_person())
    secret = give_codes(person)
    planted = Client()
    session = planted.session
    session["planted"] = "yes"
    session.save()
    first = planted.cookies["kollega_session"].value
    planted.post("/signin/", {"address": person.email, "password": PASSWORD})
    second = planted.cookies["kollega_session"].value
    planted.post("/signin/code/", {"code": code_now(secret)})
    third = planted.cookies["kollega_session"].value
    assert len({first, second, third}) == 3
    assert len(third) >= 32
    assert "planted" not in planted.session
    for old in (first, second):
        attacker = Client()
        attacker.cookies["kollega_session"] = old
        assert attacker.get("/account/").status_code == 302


@pytest.mark.parametrize("reason", ["unknown", "wrong", "closed", "demo", "no_password"])
def test_AU6_every_reason_gives_the_same_answer_and_costs_one_hash(
    reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person()
    password = PASSWORD
    if reason != "no_password":
        give_password(person)
    if reason == "wrong":
        password = "another pass phrase"
    if reason in ("closed", "demo"):
        Person.objects.filter(pk=person.pk).update(is_active=reason != "closed", is_demo=reason == "demo")
    address = f"{unique('nobody')}@example.test" if reason == "unknown" else person.email
    hashed: list[str] = []
    real = hashing.check_password
    monkeypatch.setattr(hashing, "check_password", lambda raw, encoded: hashed.append(encoded) or real(raw, encoded))
    answer = Client().post("/signin/", {"address": address, "password": password})
    assert answer.status_code == 422
    assert "do not match an account" in answer.content.decode()
    assert len(hashed) == 1
    assert hashed[0].split("$")[:4] == hashing._dummy().split("$")[:4]


def test_AU6_a_known_and_an_unknown_address_get_the_same_headers() -> None:
    person = give_password(make_person())
    known, unknown = (
        Client().post("/signin/", {"address": address, "password": "a wrong pass phrase"})
        for address in (person.email, f"{unique('nobody')}@example.test")
    )
    differing = {"X-Request-ID", "Set-Cookie"}
    assert {k: v for k, v in known.headers.items() if k not in differing} == {
        k: v for k, v in unknown.headers.items() if k not in differing
    }
    assert known.cookies.keys() == unknown.cookies.keys()


def test_AU9_demo_people_sign_in_by_one_press_only_in_the_demo() -> None:
    person = make_person()
    Person.objects.filter(pk=person.pk).update(is_demo=True)
    client = Client()
    assert client.post("/signin/demo/", {"person": str(person.pk)}).status_code == 404
    assert client.post("/signin/demo/", {"person": "nonsense"}).status_code == 404
    with override_settings(DEMO=True):
        assert client.post("/signin/demo/", {"person": str(make_person().pk)}).status_code == 404
        assert client.post("/signin/demo/", {"person": str(person.pk)}).status_code == 302
        assert LoginSession.objects.get(person_id=person.pk).second_factor
        assert client.get("/account/").status_code == 200


def test_first_factor_leads_through_set_up_to_recovery_codes() -> None:
    person = give_password(make_person())
    client = Client()
    sign_in(client, person)
    page = client.get("/account/codes/")
    assert page.status_code == 200
    assert b"<svg" in page.content
    assert b"data:" not in page.content
    secret = one_time_codes.opened(person.pk, base64.b64decode(client.session["one_time_codes_setup"]))
    code = code_now(secret)
    assert client.post("/account/codes/", {"code": "000000" if code != "000000" else "111111"}).status_code == 422
    done = client.post("/account/codes/", {"code": code})
    assert done.status_code == 200, done.content
    assert done.content.count(b"<code") == 10
    # The code that proved the app is used up.
    other = Client()
    other.post("/signin/", {"address": person.email, "password": PASSWORD})
    assert other.post("/signin/code/", {"code": code}).status_code == 422


def test_AU5_the_secret_is_sealed_in_the_database() -> None:
    person = make_person()
    secret = give_codes(person)
    from kollega.accounts.models import OneTimeCodes

    assert secret not in bytes(OneTimeCodes.objects.get(person=person).secret)


def test_SS4_after_signing_out_nothing_is_kept_and_the_session_is_dead() -> None:
    client = client_of(make_person())
    page = client.get("/account/")
    assert page.headers["Cache-Control"] == "no-store"
    old = client.cookies["kollega_session"].value
    answer = client.post("/signout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"
    client.cookies["kollega_session"] = old
    assert client.get("/account/").headers["Location"] == "/signin/?next=/account/"


def test_open_redirects_are_not_followed() -> None:
    person = give_password(make_person())
    for wanted, target in (("/account/", "/account/"), ("//evil.example/", "/"), ("https://evil.example/", "/")):
        answer = Client().post("/signin/", {"address": person.email, "password": PASSWORD, "next": wanted})
        assert answer.headers["Location"] == target


def test_signing_in_again_over_a_page_closes_the_dialog_and_keeps_the_page() -> None:
    person = give_password(make_person())
    client = Client(headers={"HX-Request": "true", "HX-Target": "dialog-host"})
    first = client.post("/signin/", {"address": person.email, "password": PASSWORD})
    assert first.headers["HX-Redirect"] == "/"  # a new browser: the open page may be somebody else's
    client.post("/signout/")
    again = client.post("/signin/", {"address": person.email, "password": PASSWORD})
    assert again.status_code == 204
    assert '"signed-in"' in again.headers["HX-Trigger"]
    assert client.get("/account/").status_code == 200


def test_L1_signing_in_and_out_stands_in_the_log_of_each_of_the_persons_practices() -> None:
    owner = make_practice()
    person = give_password(Person.objects.get(id=owner.person_id))
    secret = give_codes(person)
    client = Client()
    sign_in(client, person, secret=secret)
    client.post("/signout/")
    with tenant(owner.practice_id), transaction.atomic():
        rows = LogEntry.objects.filter(object_type="login_session", person_id=person.pk).order_by("at")
        assert [row.action for row in rows] == ["login", "logout"]
