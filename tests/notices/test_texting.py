"""Messages about appointments by SMS: to whom, in which words, once for each version (B12, B14)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.test import override_settings

from kollega.clients.models import Client
from kollega.kernel.actor import Actor
from kollega.messaging.operations.text_accounts import set_text_account
from kollega.notices.enums import Channel, NoticeState, Why
from kollega.notices.models import Preference
from kollega.notices.operations.deciding import send_when_due
from kollega.notices.operations.inviting import invite
from kollega.notices.queries.due import due_notices
from kollega.notices.queries.lines import notices_of
from kollega.platform.jobs.reactions import actor_for
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.moving import move
from tests.factories import at, make_practice
from tests.jobs import run_jobs
from tests.messaging.textbox import TestTextbox
from tests.notices.making import booked, later, let_go, make_reachable, notices
from tests.scheduling.factories import tomorrow_at
from tests.scheduling.test_races import at_once


@pytest.fixture
def actor(textbox: TestTextbox) -> Actor:
    made = make_practice()
    set_text_account(made, sender="Ekens", key="key-of-the-practice-0123456789")
    return made


def reached(actor: Actor, *, wanted: str = "sms", phone: str = "070-123 45 67") -> UUID:
    client_id = make_reachable(actor, phone=phone, language="sv")
    with tenant(actor.practice_id), transaction.atomic():
        Preference.objects.create(practice_id=actor.practice_id, client_id=client_id, wanted=wanted)
    return client_id


def test_B12_an_invitation_by_sms_names_no_service_and_no_therapist(actor: Actor, textbox: TestTextbox) -> None:
    visit = booked(actor, client_id=reached(actor), starts_at=tomorrow_at(actor, 10, days=3))
    invite(actor, appointment_id=visit.appointment_id)
    let_go(later(actor))
    run_jobs(actor.practice_id)
    (message,) = textbox.messages
    assert message["to"] == "+46701234567"
    words, _, page = message["text"].rpartition(" ")
    assert words.startswith("Ekens: din tid är ")
    assert "/visit/" in page
    line = notices_of(actor, appointment_id=visit.appointment_id).lines[0]
    assert (line.channel, line.state, line.fate) == (Channel.SMS, NoticeState.SENT, "sent")


def test_B12_both_channels_carry_each_version_once(actor: Actor, textbox: TestTextbox) -> None:
    visit = booked(actor, client_id=reached(actor, wanted="both"))
    invite(actor, appointment_id=visit.appointment_id)
    let_go(later(actor))
    now = later(actor, timedelta(minutes=10))
    move(now, appointment_id=visit.appointment_id, starts_at=visit.starts_at + timedelta(hours=1))
    for _ in range(2):
        let_go(later(now))
    run_jobs(actor.practice_id)
    assert len(textbox.messages) == 2
    assert sorted(notice.channel for notice in notices(actor)) == ["email", "email", "sms", "sms"]


def test_B14_two_workers_racing_send_one_message_for_each_version_and_channel(
    actor: Actor, textbox: TestTextbox
) -> None:
    visit = booked(actor, client_id=reached(actor, wanted="both"))
    invite(actor, appointment_id=visit.appointment_id)
    run_jobs(actor.practice_id)
    due = later(actor)
    ids = [one for practice_id, one in due_notices(due.at, most=10_000) if practice_id == actor.practice_id]
    assert len(ids) == 2
    worker = at(actor_for(actor.practice_id), due.at)
    at_once([lambda one=one: send_when_due(worker, notice_id=one) for one in ids * 3])
    run_jobs(actor.practice_id)
    assert [message["asked"] for message in textbox.messages] == [1]
    assert sorted((notice.channel, notice.state) for notice in notices(actor)) == [("email", "sent"), ("sms", "sent")]


@pytest.mark.parametrize("phone", ["", "112"])
def test_B12_a_number_that_cannot_be_reached_is_shown(actor: Actor, textbox: TestTextbox, phone: str) -> None:
    visit = booked(actor, client_id=reached(actor, phone=phone))
    assert invite(actor, appointment_id=visit.appointment_id).obstacles == {Channel.SMS: Why.NO_ADDRESS}


def test_B12_without_an_account_nobody_is_promised_an_sms(actor: Actor) -> None:
    with override_settings(SMS_URL=""):
        visit = booked(actor, client_id=reached(actor))
        assert invite(actor, appointment_id=visit.appointment_id).obstacles == {Channel.SMS: Why.NO_ACCOUNT}


def test_a_client_without_mail_gets_sms_and_a_national_number_is_of_their_country(
    actor: Actor, textbox: TestTextbox
) -> None:
    client_id = make_reachable(actor, email="", phone="912 34 567")
    with tenant(actor.practice_id), transaction.atomic():
        Client.objects.filter(id=client_id).update(country="NO")
    visit = booked(actor, client_id=client_id)
    invite(actor, appointment_id=visit.appointment_id)
    let_go(later(actor))
    run_jobs(actor.practice_id)
    assert [message["to"] for message in textbox.messages] == ["+4791234567"]
