"""Mails about accounts: who gets them, in which language, and that their links work."""

import json
import re
from typing import Any

from django.test import Client

from kollega.accounts.models import Person
from kollega.messaging.models import Mail
from kollega.messaging.operations.sealing import open_content
from kollega.platform.jobs.handling import let_handle
from kollega.platform.jobs.reactions import handlers_of
from kollega.platform.models import OutboxEvent
from tests.factories import make_person, unique
from tests.signing_in import client_of, give_codes, give_password, sign_in

NEW = "three quite new words"


def _mails(**payload: str) -> list[dict[str, Any]]:
    """Handle the waiting events with this payload as the worker would, and return what was queued."""
    queued: list[dict[str, Any]] = []
    for event in OutboxEvent.objects.filter(**{f"payload__{key}": value for key, value in payload.items()}):
        known = set(Mail.objects.values_list("id", flat=True))
        for path in handlers_of(event.kind):
            let_handle(event_id=event.event_id, kind=event.kind, practice_id=None, path=path, payload=event.payload)
        event.delete()
        for mail in Mail.objects.exclude(id__in=known):
            queued.append({"kind": mail.kind, **json.loads(open_content(None, mail.id, bytes(mail.sealed or b"")))})
    return queued


def _link_mails(address: str) -> list[dict[str, Any]]:
    from kollega.accounts.models import MailedLink

    link = MailedLink.objects.filter(address=address).latest("requested_at")
    return _mails(link_id=str(link.id))


def _path(mail: dict[str, Any]) -> str:
    found = re.search(r"http://localhost:8000(/\S+)", mail["text"])
    assert found is not None
    return found[1]


def test_the_link_of_a_sign_up_mail_makes_the_account_in_the_language_of_the_page() -> None:
    address = f"{unique('ida')}@example.test"
    client = Client(headers={"Accept-Language": "de"})
    client.post("/signup/", {"name": "Ida Holm", "address": address})
    (mail,) = _link_mails(address)
    assert (mail["to"], mail["language"]) == (address, "de")
    assert "Passwort" in mail["text"]
    assert client.post(_path(mail), {"name": "Ida Holm", "password": NEW}).status_code == 302
    assert Person.objects.get(email=address).language == "de"


def test_AU6_the_mail_to_an_owner_of_an_account_has_no_link_that_makes_one() -> None:
    person = make_person()
    Client().post("/signup/", {"name": "Eve", "address": person.email})
    (mail,) = _link_mails(person.email)
    assert _path(mail) == "/signin/"
    assert "/signup/" not in mail["text"]


def test_AU5_the_link_of_a_reset_mail_sets_the_password_and_the_change_is_told() -> None:
    person = give_password(make_person(language="sv"))
    Client().post("/reset/", {"address": person.email})
    (mail,) = _link_mails(person.email)
    assert (mail["to"], mail["language"]) == (person.email, "sv")
    assert Client().post(_path(mail), {"password": NEW}).status_code == 302
    (told,) = _mails(person_id=str(person.pk))
    assert told["subject"] == "Ditt konto fick ett nytt lösenord via en mejlad länk"


def test_a_reset_for_an_unknown_address_sends_nothing() -> None:
    address = f"{unique('nobody')}@example.test"
    Client().post("/reset/", {"address": address})
    assert _link_mails(address) == []


def test_a_changed_address_is_proved_by_the_new_and_told_to_the_old() -> None:
    person = make_person()
    former, new = person.email, f"{unique('moved')}@example.test"
    client = client_of(person)
    client.post("/account/address/", {"address": new})
    (mail,) = _link_mails(new)
    assert mail["to"] == new
    assert client.post(_path(mail)).status_code == 302
    (told,) = _link_mails(new)
    assert (told["to"], told["kind"]) == (former, "address_changed")


def test_a_new_browser_is_told_with_time_and_device() -> None:
    person = give_password(make_person(language="fr"))
    agent = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    sign_in(Client(), person)
    sign_in(Client(headers={"User-Agent": agent}), person)
    (told,) = _mails(person_id=str(person.pk))
    assert told["kind"] == "new_device"
    assert "Firefox, Windows" in told["text"]


def test_every_change_of_how_one_signs_in_has_its_own_words() -> None:
    from kollega.accounts.operations.factors import Kind
    from kollega.messaging.handlers.accounts import _change

    person = make_person()
    give_codes(person)
    client_of(person).post("/account/codes/remove/")
    (told,) = _mails(person_id=str(person.pk))
    assert told["subject"] == "The authenticator app was removed from your account"
    told_kinds = {Kind.CODES_ADDED, Kind.CODES_REMOVED, Kind.PASSKEY_ADDED, Kind.PASSKEY_REMOVED}
    told_kinds |= {Kind.PASSWORD_CHANGED, Kind.PASSWORD_RESET, Kind.RECOVERY_CODES_MADE, Kind.FACTORS_FORGOTTEN}
    assert len({_change(kind.value) for kind in told_kinds}) == len(told_kinds)
