"""A text message reaches the SMS service once, whatever the service or the process does."""

import json
import logging
import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.test import Client, override_settings

from kollega.config import deploy
from kollega.console.sandbox.sms import Faults
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.errors import BadInput, Forbidden
from kollega.kernel.permissions import Role
from kollega.messaging.errors import NoTextService
from kollega.messaging.models import TextAccount, TextMessage
from kollega.messaging.operations.text_accounts import remove_text_account, send_test_text, set_text_account
from kollega.messaging.operations.text_sending import note_report, send_text
from kollega.messaging.operations.texts import queue_text
from kollega.messaging.queries.text_accounts import text_account
from kollega.messaging.queries.waiting_texts import due_texts
from kollega.messaging.rules.numbers import full_number
from kollega.messaging.rules.reports import is_signed, signature
from kollega.messaging.rules.segments import length_of
from kollega.platform.tenancy import tenant
from tests.factories import make_member, make_practice
from tests.forking import leave_no_connection
from tests.jobs import run_jobs
from tests.messaging.textbox import SECRET, TestTextbox
from tests.scheduling.test_races import at_once

KEY = "key-of-the-practice-0123456789"
WORDS = "Ekens: your appointment is on Monday at 10:00."


@pytest.fixture(scope="module")
def actor() -> Actor:
    made = make_practice()
    set_text_account(made, sender="Ekens", key=KEY)
    return made


def queued(actor: Actor) -> UUID:
    with tenant(actor.practice_id), transaction.atomic():
        return queue_text(actor.practice_id, kind="test", to="+46701234567", text=WORDS)


def stored(actor: Actor, text_id: UUID) -> TextMessage:
    with tenant(actor.practice_id), transaction.atomic():
        return TextMessage.objects.get(id=text_id)


def free_again(actor: Actor, text_id: UUID) -> None:
    """As if the lease had run out."""
    with tenant(actor.practice_id), transaction.atomic():
        TextMessage.objects.filter(id=text_id).update(leased_until=real_now() - timedelta(seconds=1))


def wait_for(there: Callable[[], object]) -> None:
    until = time.monotonic() + 20
    while not there():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_text_goes_once_and_nothing_of_it_is_kept(textbox: TestTextbox, actor: Actor) -> None:
    text_id = queued(actor)
    assert b"4670" not in bytes(stored(actor, text_id).sealed)
    run_jobs(actor.practice_id)
    send_text(actor.practice_id, text_id)
    (message,) = textbox.messages
    assert message == {"reference": str(text_id), "to": "+46701234567", "from": "Ekens", "text": WORDS, "asked": 1}
    row = stored(actor, text_id)
    assert (row.state, bytes(row.sealed), row.parts) == ("accepted", b"", 1)


def test_a_dropped_answer_is_asked_for_again_with_the_same_reference(textbox: TestTextbox, actor: Actor) -> None:
    textbox.come_back(Faults(drop=True))
    text_id = queued(actor)
    assert not send_text(actor.practice_id, text_id)
    assert stored(actor, text_id).state == "waiting"
    textbox.come_back()
    assert send_text(actor.practice_id, text_id)
    (message,) = textbox.messages
    assert message["asked"] == 2
    assert stored(actor, text_id).state == "accepted"


def test_a_refusal_is_final_and_says_why(textbox: TestTextbox, actor: Actor) -> None:
    textbox.come_back(Faults(refuse="no_credit"))
    text_id = queued(actor)
    assert send_text(actor.practice_id, text_id)
    row = stored(actor, text_id)
    assert (row.state, row.failure, bytes(row.sealed)) == ("refused", "no_credit", b"")
    textbox.come_back()
    send_text(actor.practice_id, text_id)
    assert textbox.messages == []


def test_a_service_that_stays_away_is_given_up_after_few_tries(textbox: TestTextbox, actor: Actor) -> None:
    textbox.go_away()
    text_id = queued(actor)
    for _ in range(9):
        send_text(actor.practice_id, text_id)
    row = stored(actor, text_id)
    assert (row.state, row.tries, bytes(row.sealed)) == ("given_up", 7, b"")


def _send_in_a_process(practice_id: UUID, text_id: UUID, url: str) -> None:
    connections.close_all()
    with override_settings(SMS_URL=url):
        send_text(practice_id, text_id)


def test_AV2_kill_between_request_and_answer_sends_one_message(textbox: TestTextbox, actor: Actor) -> None:
    textbox.come_back(Faults(delay=30))
    text_id = queued(actor)
    leave_no_connection()
    sender = get_context("fork").Process(target=_send_in_a_process, args=(actor.practice_id, text_id, textbox.url))
    sender.start()
    wait_for(lambda: textbox.messages)
    assert sender.pid is not None
    os.kill(sender.pid, signal.SIGKILL)
    sender.join()
    assert stored(actor, text_id).state == "waiting"
    send_text(actor.practice_id, text_id)
    assert textbox.messages[0]["asked"] == 1, "leased: nobody else sends it meanwhile"
    textbox.come_back()
    free_again(actor, text_id)
    send_text(actor.practice_id, text_id)
    (message,) = textbox.messages
    assert (message["reference"], message["asked"]) == (str(text_id), 2)
    assert stored(actor, text_id).state == "accepted"


def test_AV2_racing_workers_ask_once(textbox: TestTextbox, actor: Actor) -> None:
    text_id = queued(actor)
    at_once([lambda: send_text(actor.practice_id, text_id)] * 4)
    assert [message["asked"] for message in textbox.messages] == [1]


def test_due_texts_names_those_whose_try_has_come(actor: Actor) -> None:
    text_id = queued(actor)
    assert text_id not in [one for _, one in due_texts(most=10_000)]
    with tenant(actor.practice_id), transaction.atomic():
        TextMessage.objects.filter(id=text_id).update(try_at=real_now())
    assert (actor.practice_id, text_id) in due_texts(most=10_000)


def _report(text_id: object, status: str = "delivered", *, secret: str = SECRET, age: int = 0) -> int:
    body = json.dumps({"reference": str(text_id), "status": status}).encode()
    at = int(time.time()) - age
    answer = Client(enforce_csrf_checks=True).post(
        "/sms/report/",
        body,
        content_type="application/json",
        headers={"Kollega-Signature": signature(secret, at, body)},
    )
    return answer.status_code


def test_a_signed_report_counts_once_and_an_unsigned_one_never(textbox: TestTextbox, actor: Actor) -> None:
    text_id = queued(actor)
    send_text(actor.practice_id, text_id)
    assert _report(text_id, secret="guessed") == 403
    assert _report(text_id, age=400) == 403
    assert stored(actor, text_id).state == "accepted"
    assert [_report(text_id), _report(text_id, "undelivered"), _report(actor.practice_id)] == [204, 204, 204]
    assert _report(text_id, "eaten") == 400
    assert stored(actor, text_id).state == "delivered"


def test_a_report_before_the_answer_ends_the_tries(textbox: TestTextbox, actor: Actor) -> None:
    textbox.come_back(Faults(drop=True))
    text_id = queued(actor)
    send_text(actor.practice_id, text_id)
    note_report(actor.practice_id, text_id, delivered=True)
    send_text(actor.practice_id, text_id)
    assert textbox.messages[0]["asked"] == 1
    assert stored(actor, text_id).state == "delivered"


def test_without_a_secret_no_report_is_believed() -> None:
    assert not is_signed(signature("", 100, b"{}"), b"{}", secret="", now=100)


def test_the_key_is_sealed_and_in_no_log(textbox: TestTextbox, actor: Actor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    textbox.go_away()
    text_id = queued(actor)
    send_text(actor.practice_id, text_id)
    assert "waits" in caplog.text
    for secret in (KEY, "4670", WORDS):
        assert secret not in caplog.text
    assert KEY not in repr(text_account(actor))
    with tenant(actor.practice_id), transaction.atomic():
        assert KEY.encode() not in bytes(TextAccount.objects.get().sealed)


def test_an_account_needs_a_name_and_a_key_and_whoever_manages_the_practice(textbox: TestTextbox) -> None:
    owner = make_practice()
    with pytest.raises(NoTextService):
        send_test_text(owner, to="+46701234567", country="SE", text="x")
    with pytest.raises(BadInput) as wrong:
        set_text_account(owner, sender="Klinik Å", key="short")
    assert set(wrong.value.fields) == {"sender", "key"}
    set_text_account(owner, sender="Ekens", key=KEY)
    set_text_account(owner, sender="Ekens 2")
    with pytest.raises(BadInput):
        send_test_text(owner, to="112", country="SE", text="x")
    send_test_text(owner, to="070-123 45 67", country="SE", text="It works.")
    run_jobs(owner.practice_id)
    assert [(one["from"], one["to"]) for one in textbox.messages] == [("Ekens 2", "+46701234567")]
    assert text_account(owner).last_test == "accepted"
    remove_text_account(owner)
    assert not text_account(owner).has_key
    with pytest.raises(Forbidden):
        set_text_account(make_member(owner, Role.CLINICIAN), sender="Ekens", key=KEY)


@pytest.mark.parametrize(
    ("text", "signs", "parts", "plain"),
    [
        ("", 0, 0, True),
        ("a" * 160, 160, 1, True),
        ("a" * 161, 161, 2, True),
        ("å€" * 53 + "ä", 160, 1, True),
        ("a" * 152 + "€" + "b" * 10, 164, 2, True),
        ("a" * 152 + "€" + "b" * 152, 306, 3, True),
        ("ł" * 70, 70, 1, False),
        ("ł" * 71, 71, 2, False),
        ("é" * 69 + "ł🙂", 72, 2, False),
    ],
)
def test_the_length_is_counted_as_the_network_does(text: str, signs: int, parts: int, plain: bool) -> None:
    found = length_of(text)
    assert (found.signs, found.parts, found.plain) == (signs, parts, plain)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("070-123 45 67", "SE", "+46701234567"),
        ("+47 912 34 567", "SE", "+4791234567"),
        ("0049 151 23456789", "SE", "+4915123456789"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("070-123 45 67", "", ""),
        ("112", "SE", ""),
        ("", "SE", ""),
    ],
)
def test_numbers_go_out_with_their_country_code(text: str, country: str, number: str) -> None:
    assert full_number(text, country) == number


def test_production_takes_https_only() -> None:
    wrong = {"KOLLEGA_SMS_URL": "http://sms.example", "KOLLEGA_SMS_REPORT_SECRET": "abc-0815"}
    found = [line for line in deploy.refusals(wrong) if "SMS" in line]
    assert len(found) == 2
    assert "abc-0815" not in " ".join(found)
