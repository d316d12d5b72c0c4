from django.test import Client

from tests.factories import PASSWORD, make_person
from tests.signing_in import code_now, give_codes, give_password, sign_in

WRONG = "do not match an account"


def test_sign_in_with_password_and_code_opens_the_account_page() -> None:
    person = give_password(make_person())
    secret = give_codes(person)
    client = Client()
    answer = sign_in(client, person, secret=secret)
    assert answer.status_code == 302
    assert client.get("/account/").status_code == 200


def test_AU3_the_password_alone_opens_nothing_when_there_is_a_factor() -> None:
    person = give_password(make_person())
    give_codes(person)
    client = Client()
    answer = client.post("/signin/", {"address": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/signin/code/"
    assert client.get("/account/").status_code == 302


def test_AU3_a_code_without_the_password_opens_nothing() -> None:
    person = give_password(make_person())
    secret = give_codes(person)
    client = Client()
    answer = client.post("/signin/code/", {"code": code_now(secret)})
    assert answer.headers["Location"] == "/signin/"
    assert client.get("/account/").status_code == 302


def test_AU2_the_same_code_works_once() -> None:
    person = give_password(make_person())
    secret = give_codes(person)
    code = code_now(secret)
    for expected in (302, 422):
        client = Client()
        client.post("/signin/", {"address": person.email, "password": PASSWORD})
        assert client.post("/signin/code/", {"code": code}).status_code == expected


def test_first_factor_leads_through_set_up_to_recovery_codes() -> None:
    person = give_password(make_person())
    client = Client()
    sign_in(client, person)
    page = client.get("/account/codes/")
    assert page.status_code == 200
    assert b"<svg" in page.content
    import base64

    from kollega.accounts.operations import one_time_codes

    secret = one_time_codes.opened(person.pk, base64.b64decode(client.session["one_time_codes_setup"]))
    done = client.post("/account/codes/", {"code": code_now(secret)})
    assert done.status_code == 200, done.content
    assert done.content.count(b"<code") == 10
