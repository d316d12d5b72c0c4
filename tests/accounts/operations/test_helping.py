import re
from argparse import Namespace

import pytest
from django.test import Client

from kollega.accounts.models import Person
from kollega.console.commands import account
from tests.factories import PASSWORD, make_person, unique
from tests.signing_in import client_of, give_codes, give_password


def _run(capsys: pytest.CaptureFixture[str], what: str, address: str, **more: str) -> tuple[int, str]:
    code = account.run(Namespace(what=what, address=address, **more))
    return code, capsys.readouterr().out


def test_an_account_can_be_made_without_mail(capsys: pytest.CaptureFixture[str]) -> None:
    address = f"{unique('first')}@example.test"
    code, out = _run(capsys, "add", address, name="Ida Holm", language="sv")
    path = re.search(r"http://localhost:8000(/signup/\S+)", out)
    assert code == 0
    assert path is not None
    done = Client().post(path[1], {"name": "Ida Holm", "password": "three quite new words"})
    assert done.status_code == 302
    assert Person.objects.get(email=address).language == "sv"
    assert "already" in _run(capsys, "add", address, name="Ida Holm", language="sv")[1]


def test_somebody_who_lost_every_factor_gets_in_with_the_password_and_sets_up_anew(
    capsys: pytest.CaptureFixture[str],
) -> None:
    person = give_password(make_person())
    give_codes(person)
    before = client_of(person)
    assert _run(capsys, "forget-factors", person.email.upper())[0] == 0
    assert before.get("/account/").status_code == 302
    client = Client()
    answer = client.post("/signin/", {"address": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/"
    assert "removed by the operator" in client.get("/account/").content.decode()
    assert _run(capsys, "forget-factors", "nobody@example.test")[0] == 1


def test_AU10_a_closed_account_is_out_until_it_is_opened(capsys: pytest.CaptureFixture[str]) -> None:
    person = give_password(make_person())
    client = client_of(person)
    _run(capsys, "close", person.email)
    assert client.get("/account/").status_code == 302
    form = {"address": person.email, "password": PASSWORD}
    assert Client().post("/signin/", form).status_code == 422
    _run(capsys, "open", person.email)
    assert Client().post("/signin/", form).status_code == 302
