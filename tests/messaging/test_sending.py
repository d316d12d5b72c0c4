"""A mail is stored with the change that wants it and reaches its receiver once, whatever the server does."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from kollega.console.sandbox.smtp import Faults
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.messaging.handlers.sending import send_waiting
from kollega.messaging.models import Mail
from kollega.messaging.operations.mail import queue_mail
from kollega.messaging.operations.sending import send
from kollega.messaging.queries.waiting import due_mails, mail_state
from kollega.messaging.rules.letters import Attachment, Letter, Link
from kollega.platform.tenancy import tenant
from tests.factories import make_practice
from tests.jobs import run_jobs
from tests.messaging.mailbox import TestMailbox

LETTER = Letter(
    subject="Your appointment",
    lines=("Hello Åsa & co,", "we look forward to seeing you."),
    facts=(("When", "Tuesday 3 March 2027, 10:00"),),
    action=Link("Change the time", "https://kollega.example/b/abc?x=1&y=2"),
)


def _queue(actor: Actor | None, *, to: str = "asa@example.test", expires_in: timedelta | None = None) -> UUID:
    practice_id = actor.practice_id if actor else None
    with tenant(practice_id), transaction.atomic():
        return queue_mail(
            LETTER,
            kind="test",
            to=to,
            language="en",
            practice_id=practice_id,
            sender_name="Kliniken, Malmö" if actor else "",
            expires_at=real_now() + expires_in if expires_in else None,
            attachments=[Attachment("visit.ics", "text/calendar", b"BEGIN:VCALENDAR")],
        )


def _mail(actor: Actor | None, mail_id: UUID) -> Mail:
    with tenant(actor.practice_id if actor else None), transaction.atomic():
        return Mail.objects.get(id=mail_id)


def _change(actor: Actor, mail_id: UUID, **columns: object) -> None:
    with tenant(actor.practice_id), transaction.atomic():
        Mail.objects.filter(id=mail_id).update(**columns)


@pytest.mark.parametrize("make", [make_practice, lambda: None])
def test_a_queued_mail_arrives_as_text_and_html(mailbox: TestMailbox, make: Callable[[], Actor | None]) -> None:
    actor = make()
    mail_id = _queue(actor)
    run_jobs(actor.practice_id if actor else None)
    (message,) = [m for m in mailbox.messages if m["Message-ID"] == f"<{mail_id}@kollega.example>"]
    assert message["To"] == "asa@example.test"
    assert message["Subject"] == "Your appointment"
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "Hello Åsa & co," in text
    assert "https://kollega.example/b/abc?x=1&y=2" in text
    assert "Åsa &amp; co" in html
    assert "When: Tuesday 3 March 2027, 10:00" in text
    assert "src=" not in html
    assert [part.get_filename() for part in message.iter_attachments()] == ["visit.ics"]
    assert _mail(actor, mail_id).state == "sent"


def test_the_practice_is_the_sender_by_name(mailbox: TestMailbox) -> None:
    ours = make_practice()
    _queue(ours)
    run_jobs(ours.practice_id)
    assert mailbox.messages[0]["From"] == '"Kliniken, Malmö" <kollega@kollega.example>'


def test_AL8_a_waiting_mail_is_unreadable_in_the_database_and_empty_once_sent(mailbox: TestMailbox) -> None:
    for actor in (make_practice(), None):
        mail_id = _queue(actor)
        sealed = bytes(_mail(actor, mail_id).sealed)
        assert b"asa@" not in sealed
        assert b"appointment" not in sealed
        send(actor.practice_id if actor else None, mail_id)
        assert bytes(_mail(actor, mail_id).sealed) == b""


def test_TI1_a_mail_is_seen_in_its_practice_only() -> None:
    ours, theirs = make_practice(), make_practice()
    mail_id, of_account = _queue(ours), _queue(None)
    for scope, visible in ((ours.practice_id, mail_id), (None, of_account)):
        with tenant(scope), transaction.atomic():
            assert set(Mail.objects.filter(id__in=[mail_id, of_account]).values_list("id", flat=True)) == {visible}
    with tenant(theirs.practice_id), transaction.atomic():
        assert not Mail.objects.filter(id__in=[mail_id, of_account]).exists()


def test_AV3_while_the_server_is_away_mail_waits_and_is_sent_once_when_it_is_back(mailbox: TestMailbox) -> None:
    ours = make_practice()
    mailbox.go_away()
    mail_id = _queue(ours)
    run_jobs(ours.practice_id)
    waiting = _mail(ours, mail_id)
    assert (waiting.state, waiting.tries, waiting.failure) == ("waiting", 1, "ConnectionRefusedError")
    assert mail_state().waiting >= 1
    mailbox.come_back()
    _change(ours, mail_id, try_at=real_now() - timedelta(seconds=1))
    for _ in range(3):
        send_waiting(real_now())
    assert len([m for m in mailbox.messages if str(mail_id) in m["Message-ID"]]) == 1
    assert _mail(ours, mail_id).state == "sent"


def test_AV3_after_a_day_without_success_a_mail_is_given_up_and_counted(mailbox: TestMailbox) -> None:
    ours = make_practice()
    mail_id, before = _queue(ours), mail_state().lost_in_a_day
    _change(ours, mail_id, give_up_at=real_now() - timedelta(seconds=1))
    send(ours.practice_id, mail_id)
    assert _mail(ours, mail_id).state == "given_up"
    assert mailbox.messages == []
    assert mail_state().lost_in_a_day == before + 1


def test_AV3_a_mail_is_not_sent_after_what_it_offers_has_expired() -> None:
    ours = make_practice()
    mail = _mail(ours, _queue(ours, expires_in=timedelta(hours=1)))
    assert mail.give_up_at - mail.queued_at <= timedelta(hours=1)


def test_AV2_a_message_whose_answer_was_lost_is_there_once(mailbox: TestMailbox) -> None:
    ours = make_practice()
    mailbox.come_back(Faults(mute=True))
    mail_id = _queue(ours)
    send(ours.practice_id, mail_id)
    assert _mail(ours, mail_id).state == "waiting"
    mailbox.come_back()
    send(ours.practice_id, mail_id)
    assert _mail(ours, mail_id).state == "sent"
    assert len(mailbox.messages) == 1


def test_a_mail_that_somebody_else_is_sending_is_left_alone(mailbox: TestMailbox) -> None:
    ours = make_practice()
    mail_id = _queue(ours)
    _change(ours, mail_id, leased_until=real_now() + timedelta(minutes=1), try_at=real_now() - timedelta(minutes=1))
    send(ours.practice_id, mail_id)
    assert mailbox.messages == []
    assert (ours.practice_id, mail_id) not in due_mails(most=1000)
    _change(ours, mail_id, leased_until=real_now() - timedelta(minutes=1))
    assert (ours.practice_id, mail_id) in due_mails(most=1000)


@pytest.mark.parametrize(("code", "state"), [(550, "refused"), (451, "waiting")])
def test_a_refusal_for_good_ends_the_tries_and_one_for_now_does_not(
    mailbox: TestMailbox, code: int, state: str
) -> None:
    ours = make_practice()
    mailbox.come_back(Faults(refuse=code))
    mail_id = _queue(ours)
    send(ours.practice_id, mail_id)
    assert _mail(ours, mail_id).state == state


def test_an_address_with_a_line_break_forges_no_header(mailbox: TestMailbox) -> None:
    ours = make_practice()
    mail_id = _queue(ours, to="asa@example.test\r\nBcc: all@example.test")
    send(ours.practice_id, mail_id)
    assert _mail(ours, mail_id).state == "refused"
    assert mailbox.messages == []


def test_the_app_login_gets_ids_only_over_all_practices() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select * from messaging_due_mails(now(), 1)")
        assert [column.name for column in cursor.description] == ["practice_id", "id"]
