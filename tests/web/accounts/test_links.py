"""Signing up, resetting and changing the address: all by mailed links."""

import hashlib
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client, override_settings

from kollega.accounts.models import MailedLink, Person
from kollega.accounts.operations import links
from kollega.kernel.clock import real_now
from kollega.platform.models import OutboxEvent
from tests.factories import PASSWORD, make_person, unique
from tests.signing_in import client_of, code_now, give_codes, give_password, sign_in

NEW = "three quite new words"


def _newest(purpose: str, address: str) -> MailedLink:
    return MailedLink.objects.filter(purpose=purpose, address=address).latest("requested_at")


def _token(link: MailedLink) -> str:
    from django.db import transaction

    with transaction.atomic():
        issued = links.issue(link.id, now=real_now())
    assert issued is not None
    assert issued.token is not None
    return issued.token


def _reset_token(person: Person) -> str:
    Client().post("/reset/", {"address": person.email.upper()})
    return _token(_newest("reset", person.email))


def test_signing_up_makes_the_account_when_the_link_is_used() -> None:
    address = f"{unique('Ida')}@Example.test"
    client = Client()
    assert client.post("/signup/", {"name": "Ida Holm", "address": address}).headers["Location"] == "/signup/sent/"
    assert not Person.objects.filter(email=address.casefold()).exists()
    token = _token(_newest("sign_up", address.casefold()))
    page = client.get(f"/signup/{token}/")
    assert page.status_code == 200
    assert not Person.objects.filter(email=address.casefold()).exists()
    assert client.post(f"/signup/{token}/", {"name": "Ida Holm", "password": "short"}).status_code == 422
    answer = client.post(f"/signup/{token}/", {"name": "Ida Holm", "password": NEW})
    assert answer.status_code == 302
    assert client.get("/account/").status_code == 200
    person = Person.objects.get(email=address.casefold())
    assert person.name == "Ida Holm"
    assert Client().post("/signin/", {"address": address, "password": NEW}).status_code == 302
    assert Client().post(f"/signup/{token}/", {"name": "X", "password": NEW}).status_code == 410


def test_AU6_signing_up_with_a_known_address_looks_the_same_and_mails_the_owner_only() -> None:
    person = make_person()
    answers = [
        Client().post("/signup/", {"name": "Eve", "address": address})
        for address in (person.email, f"{unique('new')}@example.test")
    ]
    assert {(a.status_code, a.headers["Location"], a.content) for a in answers} == {(302, "/signup/sent/", b"")}
    link = _newest("sign_up", person.email)
    from django.db import transaction

    with transaction.atomic():
        issued = links.issue(link.id, now=real_now())
    assert issued is not None
    assert (issued.to, issued.token, issued.name) == (person.email, None, person.name)


@override_settings(SIGNUP_OPEN=False)
def test_sign_up_can_be_closed() -> None:
    before = MailedLink.objects.count()
    assert Client().post("/signup/", {"name": "Eve", "address": "eve@example.test"}).status_code == 403
    assert MailedLink.objects.count() == before
    assert b"/signup/" not in Client().get("/signin/").content


def test_AU6_a_reset_for_an_unknown_address_looks_the_same_and_sends_nothing() -> None:
    person = give_password(make_person())
    unknown = f"{unique('nobody')}@example.test"
    answers = [Client().post("/reset/", {"address": address}) for address in (person.email, unknown)]
    assert {(a.status_code, a.headers["Location"], a.content) for a in answers} == {(302, "/reset/sent/", b"")}
    from django.db import transaction

    with transaction.atomic():
        assert links.issue(_newest("reset", unknown).id, now=real_now()) is None


def test_AU6_asking_does_the_same_queries_for_every_address() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = set()
    for path, form in (("/reset/", {}), ("/signup/", {"name": "Eve"})):
        for address in (make_person().email, f"{unique('nobody')}@example.test"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                Client().post(path, {**form, "address": address})
            counts.add((path, tuple(q["sql"].split(" ")[0:3][-1] for q in queries)))
    assert len(counts) == 2


def test_AU5_a_reset_sets_the_password_ends_every_login_and_signs_nobody_in() -> None:
    person = give_password(make_person())
    secret = give_codes(person)
    before = client_of(person)
    token = _reset_token(person)
    client = Client()
    assert client.get(f"/reset/{token}/").status_code == 200
    assert client.post(f"/reset/{token}/", {"password": "short"}).status_code == 422
    assert client.post(f"/reset/{token}/", {"password": NEW}).headers["Location"] == "/reset/done/"
    assert before.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 302
    assert Client().post("/signin/", {"address": person.email, "password": PASSWORD}).status_code == 422
    # AU-3: the second step stays.
    again = Client()
    again.post("/signin/", {"address": person.email, "password": NEW})
    assert again.get("/account/").status_code == 302
    assert again.post("/signin/code/", {"code": code_now(secret)}).status_code == 302
    told = OutboxEvent.objects.filter(kind="accounts.security_changed", payload__person_id=str(person.pk))
    assert told.get().payload["change"] == "password_reset"


def test_AU5_a_reset_link_works_once() -> None:
    person = give_password(make_person())
    token = _reset_token(person)
    assert Client().post(f"/reset/{token}/", {"password": NEW}).status_code == 302
    assert Client().get(f"/reset/{token}/").status_code == 410
    assert Client().post(f"/reset/{token}/", {"password": "yet another phrase"}).status_code == 410


def test_AU5_a_reset_link_dies_after_an_hour_counted_from_the_wish() -> None:
    person = give_password(make_person())
    token = _reset_token(person)
    link = _newest("reset", person.email)
    assert link.expires_at - link.requested_at == timedelta(hours=1)
    MailedLink.objects.filter(id=link.id).update(expires_at=real_now() - timedelta(seconds=1))
    assert Client().post(f"/reset/{token}/", {"password": NEW}).status_code == 410
    from django.db import transaction

    with transaction.atomic():
        assert links.issue(link.id, now=real_now()) is None


def test_AU5_tokens_are_random_and_stored_only_as_hashes() -> None:
    person = give_password(make_person())
    token = _reset_token(person)
    assert len(token) >= 43
    with pytest.raises(ValueError):
        UUID(token)
    assert bytes(_newest("reset", person.email).token_hash or b"") == hashlib.sha256(token.encode()).digest()
    assert not OutboxEvent.objects.filter(payload__icontains=token).exists()


def test_AU5_the_mail_goes_to_the_stored_address_never_to_the_submitted_one() -> None:
    person = give_password(make_person(email=f"{unique('stored')}@example.test"))
    Client().post("/reset/", {"address": person.email.upper()})
    from django.db import transaction

    with transaction.atomic():
        issued = links.issue(_newest("reset", person.email).id, now=real_now())
    assert issued is not None
    assert issued.to == person.email


def test_AU5_a_reset_link_opens_no_other_purpose() -> None:
    token = _reset_token(give_password(make_person()))
    assert Client().get(f"/signup/{token}/").status_code == 410


def test_AU5_another_link_of_the_person_dies_with_a_reset() -> None:
    person = give_password(make_person())
    first, second = _reset_token(person), _reset_token(person)
    assert Client().post(f"/reset/{second}/", {"password": NEW}).status_code == 302
    assert Client().get(f"/reset/{first}/").status_code == 410


def test_SS3_a_new_password_ends_the_other_logins() -> None:
    person = give_password(make_person())
    here, there = client_of(person), client_of(person)
    assert here.post("/account/password/", {"password": person.email}).status_code == 422
    assert here.post("/account/password/", {"password": NEW}).status_code == 302
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert Client().post("/signin/", {"address": person.email, "password": NEW}).status_code == 302


def test_a_new_address_is_taken_when_its_own_link_is_used_by_the_same_person() -> None:
    person = give_password(make_person())
    former = person.email
    new = f"{unique('moved')}@example.test"
    here, there = client_of(person), client_of(person)
    assert here.post("/account/address/", {"address": new}).status_code == 200
    token = _token(_newest("change_address", new))
    assert client_of(make_person()).post(f"/account/address/{token}/").status_code == 410
    assert Client().post(f"/account/address/{token}/").headers["Location"].startswith("/signin/")
    person.refresh_from_db()
    assert person.email == former
    assert here.get(f"/account/address/{token}/").status_code == 200
    assert here.post(f"/account/address/{token}/").headers["Location"] == "/account/"
    person.refresh_from_db()
    assert person.email == new
    assert there.get("/account/").status_code == 302
    link = _newest("change_address", new)
    assert link.former_address == former
    assert OutboxEvent.objects.filter(kind="accounts.address_changed", payload__link_id=str(link.id)).exists()


def test_an_address_of_somebody_else_is_not_taken() -> None:
    person, other = make_person(), make_person()
    client = client_of(person)
    client.post("/account/address/", {"address": other.email})
    token = _token(_newest("change_address", other.email))
    assert client.post(f"/account/address/{token}/").status_code == 409
    person.refresh_from_db()
    assert person.email != other.email


def test_AU9_demo_people_get_no_reset_link_outside_the_demo() -> None:
    person = give_password(make_person())
    Person.objects.filter(pk=person.pk).update(is_demo=True)
    Client().post("/reset/", {"address": person.email})
    from django.db import transaction

    with transaction.atomic():
        assert links.issue(_newest("reset", person.email).id, now=real_now()) is None


def test_HD4_links_do_not_follow_a_host_from_outside() -> None:
    person = give_password(make_person())
    assert Client().post("/reset/", {"address": person.email}, HTTP_HOST="evil.example").status_code == 400
    answer = Client().get("/signin/", HTTP_HOST="evil.example")
    assert answer.headers["Location"] == "http://localhost:8000/signin/"


def test_after_a_reset_the_person_signs_in_with_the_new_password() -> None:
    person = give_password(make_person())
    token = _reset_token(person)
    Client().post(f"/reset/{token}/", {"password": NEW})
    client = Client()
    assert sign_in(client, person, password=NEW).status_code == 302
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("typed", ["ａnna@example.com", "аnna@example.com", "straße@example.de", "anna@exаmple.com"])
def test_IN3_an_address_that_imitates_another_is_not_signed_up_nor_changed_to(typed: str) -> None:
    before = MailedLink.objects.count()
    answer = Client().post("/signup/", {"name": "Eve", "address": typed})
    assert answer.status_code == 422
    assert client_of(make_person()).post("/account/address/", {"address": typed}).status_code == 422
    assert MailedLink.objects.count() == before


def test_IN3_the_mail_goes_to_the_very_address_that_the_account_gets() -> None:
    address = f"{unique('Ida')}@Example.test"
    Client().post("/signup/", {"name": "Ida", "address": address})
    assert _newest("sign_up", address.casefold()).address == address.casefold()
