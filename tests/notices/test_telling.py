"""Who is told what about an appointment, when, and how often (B12)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.messaging.models import Mail
from kollega.notices.enums import NoticeKind, NoticeState, Why
from kollega.notices.errors import AlreadyDecided, NothingToTell
from kollega.notices.models import AppointmentLink
from kollega.notices.operations.deciding import send_now, withhold
from kollega.notices.operations.inviting import invite
from kollega.notices.queries.secrets import appointment_by_secret
from kollega.platform.crypto import open_sealed
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.editing import edit
from kollega.scheduling.operations.moving import move
from kollega.scheduling.operations.undoing import undo
from tests.factories import make_practice
from tests.jobs import run_jobs
from tests.notices.making import booked, calendar_of, event_of, invited, later, let_go, mails, make_reachable, notices
from tests.scheduling.factories import make_service
from tests.scheduling.test_races import at_once


@pytest.fixture
def actor() -> Actor:
    return make_practice()


def test_B12_an_invitation_waits_three_minutes_and_goes_once(actor: Actor) -> None:
    invited(actor)
    let_go(later(actor, timedelta(minutes=3)))
    assert mails(actor) == []
    for _ in range(3):
        let_go(later(actor))
    (mail,) = mails(actor)
    assert mail["kind"] == "notice_invitation"
    assert [notice.state for notice in notices(actor)] == [NoticeState.SENT]


def test_B12_an_undone_booking_sends_nothing(actor: Actor) -> None:
    visit = invited(actor)
    undo(actor, change_id=visit.change_id)
    let_go(later(actor))
    assert mails(actor) == []
    assert [notice.state for notice in notices(actor)] == [NoticeState.DROPPED]


def test_B12_cancelling_what_was_never_announced_sends_nothing(actor: Actor) -> None:
    visit = invited(actor)
    cancel(actor, appointment_id=visit.appointment_id)
    let_go(later(actor))
    assert mails(actor) == []


def test_B12_without_an_invitation_changes_send_nothing(actor: Actor) -> None:
    visit = booked(actor)
    move(actor, appointment_id=visit.appointment_id, starts_at=visit.starts_at + timedelta(hours=2))
    cancel(actor, appointment_id=visit.appointment_id)
    let_go(later(actor))
    assert notices(actor) == []


def test_B12_a_move_and_a_cancellation_are_told_under_one_uid_with_rising_sequence(actor: Actor) -> None:
    visit = invited(actor)
    let_go(later(actor))
    second = later(actor, timedelta(minutes=10))
    moved = visit.starts_at + timedelta(hours=2)
    move(second, appointment_id=visit.appointment_id, starts_at=moved)
    let_go(later(second))
    third = later(second, timedelta(minutes=10))
    cancel(third, appointment_id=visit.appointment_id)
    let_go(later(third))
    sent = mails(actor)
    assert [mail["calendar"]["method"] for mail in sent] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [str(calendar_of(mail)["method"]) for mail in sent] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [event_of(mail) for mail in sent]
    assert [event["sequence"] for event in events] == [0, 1, 2]
    assert len({str(event["uid"]) for event in events}) == 1
    assert str(visit.appointment_id) not in str(events[0]["uid"])
    assert [event.start for event in events] == [visit.starts_at, moved, moved]
    assert str(events[2]["status"]) == "CANCELLED"


def test_B12_several_changes_within_the_wait_become_one_message_of_the_final_state(actor: Actor) -> None:
    visit = invited(actor)
    let_go(later(actor))
    now = later(actor, timedelta(minutes=10))
    for hours in (1, 2, 3):
        move(now, appointment_id=visit.appointment_id, starts_at=visit.starts_at + timedelta(hours=hours))
        run_jobs(actor.practice_id)
        now = later(now, timedelta(minutes=2))
    let_go(now)
    assert len(mails(actor)) == 1
    let_go(later(now, timedelta(minutes=2)))
    assert len(mails(actor)) == 2
    assert event_of(mails(actor)[1]).start == visit.starts_at + timedelta(hours=3)


def test_B12_a_change_just_before_the_message_goes_makes_it_wait_anew(actor: Actor) -> None:
    """Also while the worker has not heard of the change yet."""
    visit = invited(actor)
    run_jobs(actor.practice_id)
    just_before = later(actor, timedelta(minutes=2, seconds=50))
    new_start = visit.starts_at + timedelta(hours=1)
    move(just_before, appointment_id=visit.appointment_id, starts_at=new_start)
    let_go(later(actor))
    assert mails(actor) == []
    let_go(later(just_before))
    assert event_of(mails(actor)[0]).start == new_start


def test_B12_a_move_that_is_undone_in_time_sends_nothing_more(actor: Actor) -> None:
    visit = invited(actor)
    let_go(later(actor))
    now = later(actor, timedelta(minutes=10))
    moved = move(now, appointment_id=visit.appointment_id, starts_at=visit.starts_at + timedelta(hours=1))
    run_jobs(actor.practice_id)
    undo(later(now, timedelta(minutes=3)), change_id=moved.change_id)
    let_go(later(now, timedelta(hours=1)))
    assert len(mails(actor)) == 1


def test_B12_what_the_client_does_not_notice_is_not_told(actor: Actor) -> None:
    visit = invited(actor)
    let_go(later(actor))
    edit(later(actor), appointment_id=visit.appointment_id, internal_line="call first")
    let_go(later(actor, timedelta(hours=1)))
    assert len(mails(actor)) == 1


def test_B12_an_internal_line_does_not_put_the_message_off(actor: Actor) -> None:
    visit = invited(actor)
    edit(later(actor, timedelta(minutes=2)), appointment_id=visit.appointment_id, internal_line="call first")
    let_go(later(actor))
    assert len(mails(actor)) == 1


def test_B12_a_cancellation_that_is_taken_back_by_an_undo_after_it_was_sent_is_told_as_a_new_request(
    actor: Actor,
) -> None:
    visit = invited(actor)
    let_go(later(actor))
    now = later(actor, timedelta(minutes=10))
    gone = cancel(now, appointment_id=visit.appointment_id)
    run_jobs(actor.practice_id)
    send_now(now, notice_id=notices(actor)[-1].id)
    undo(now, change_id=gone.change_id)
    let_go(later(now))
    assert [mail["calendar"]["method"] for mail in mails(actor)] == ["REQUEST", "CANCEL", "REQUEST"]
    assert [event_of(mail)["sequence"] for mail in mails(actor)] == [0, 1, 2]


def test_B12_send_now_sends_at_once_and_once(actor: Actor) -> None:
    visit = booked(actor)
    (notice_id,) = invite(actor, appointment_id=visit.appointment_id).notice_ids
    assert send_now(actor, notice_id=notice_id) is NoticeState.SENT
    with pytest.raises(AlreadyDecided):
        send_now(actor, notice_id=notice_id)
    with pytest.raises(AlreadyDecided):
        withhold(actor, notice_id=notice_id)
    let_go(later(actor))
    assert len(mails(actor)) == 1


def test_B12_a_withheld_invitation_leaves_the_client_untold(actor: Actor) -> None:
    visit = booked(actor)
    (notice_id,) = invite(actor, appointment_id=visit.appointment_id).notice_ids
    withhold(actor, notice_id=notice_id)
    move(actor, appointment_id=visit.appointment_id, starts_at=visit.starts_at + timedelta(hours=1))
    cancel(actor, appointment_id=visit.appointment_id)
    let_go(later(actor))
    assert mails(actor) == []
    assert [notice.state for notice in notices(actor)] == [NoticeState.WITHHELD]


def test_B12_a_withheld_change_is_not_told_but_the_next_one_is(actor: Actor) -> None:
    visit = invited(actor)
    let_go(later(actor))
    now = later(actor, timedelta(minutes=10))
    move(now, appointment_id=visit.appointment_id, starts_at=visit.starts_at + timedelta(hours=1))
    run_jobs(actor.practice_id)
    withhold(now, notice_id=notices(actor)[-1].id)
    edit(now, appointment_id=visit.appointment_id, internal_line="as agreed by phone")
    let_go(later(now))
    assert len(mails(actor)) == 1
    move(later(now), appointment_id=visit.appointment_id, starts_at=visit.starts_at + timedelta(hours=2))
    let_go(later(now, timedelta(hours=1)))
    assert len(mails(actor)) == 2


def test_B12_a_client_without_an_address_is_shown_as_not_told(actor: Actor) -> None:
    visit = booked(actor, client_id=make_reachable(actor, email=""))
    invited_now = invite(actor, appointment_id=visit.appointment_id)
    assert invited_now.due_at is None
    (notice,) = notices(actor)
    assert (notice.state, notice.why) == (NoticeState.UNSENT, Why.NO_ADDRESS)


def test_B12_what_has_begun_or_is_cancelled_is_not_told(actor: Actor) -> None:
    visit = booked(actor)
    with pytest.raises(NothingToTell):
        invite(later(actor, timedelta(days=5)), appointment_id=visit.appointment_id)
    invite(actor, appointment_id=visit.appointment_id)
    let_go(later(actor, timedelta(days=5)))
    assert mails(actor) == []
    assert notices(actor)[0].why == Why.TOO_LATE


def test_TI3_another_practice_reaches_no_message(actor: Actor) -> None:
    visit = booked(actor)
    (notice_id,) = invite(actor, appointment_id=visit.appointment_id).notice_ids
    other = make_practice()
    for decide in (send_now, withhold):
        with pytest.raises(NotFound):
            decide(other, notice_id=notice_id)
    with pytest.raises(NotFound):
        invite(other, appointment_id=visit.appointment_id)


def test_AV7_two_schedulers_at_once_send_one_message(actor: Actor) -> None:
    invited(actor)
    run_jobs(actor.practice_id)
    assert at_once([lambda: let_go(later(actor))] * 4) == [None] * 4
    assert len(mails(actor)) == 1


def test_AV2_a_crash_before_the_commit_leaves_the_message_waiting(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited(actor)
    with monkeypatch.context() as broken:
        broken.setattr("kollega.notices.operations.sending.seal", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            let_go(later(actor))
    assert mails(actor) == []
    assert notices(actor)[0].state == NoticeState.WAITING
    let_go(later(actor))
    assert len(mails(actor)) == 1


def test_AL8_what_was_said_is_sealed_and_the_subject_names_no_service(actor: Actor) -> None:
    invited(actor)
    let_go(later(actor))
    (notice,) = notices(actor)
    (mail,) = mails(actor)
    assert b"Hello" not in bytes(notice.sealed or b"")
    for word in ("Talk", "Berg"):
        assert word not in mail["subject"]
        assert word not in mail["text"]
        assert word not in str(event_of(mail)["summary"])


def test_BK5_weekly_nine_o_clock_stays_nine_in_mail_and_file_across_the_clock_change(actor: Actor) -> None:
    zone = ZoneInfo("Europe/Stockholm")
    for day in ("2027-03-22", "2027-03-29"):
        start = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=zone)
        visit = booked(actor, starts_at=start)
        (notice_id,) = invite(actor, appointment_id=visit.appointment_id).notice_ids
        send_now(actor, notice_id=notice_id)
    winter, summer = mails(actor)
    assert "09:00–09:45 (Central European Standard Time)" in winter["text"]
    assert "09:00–09:45 (Central European Summer Time)" in summer["text"]
    starts = [event_of(mail).start for mail in (winter, summer)]
    assert [(at.hour, str(at.utcoffset())) for at in starts] == [(9, "1:00:00"), (9, "2:00:00")]
    assert "DTSTART;TZID=Europe/Stockholm:20270329T090000" in summer["calendar"]["content"]
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000" in summer["calendar"]["content"]
    assert "BEGIN:VTIMEZONE" in summer["calendar"]["content"]
    assert starts[1] - starts[0] == timedelta(days=7)


@pytest.mark.parametrize(
    ("language", "word"), [("sv", "Hej"), ("nb", "Hei"), ("de", "Guten Tag"), ("fr", "Bonjour"), ("en", "Hello")]
)
def test_B12_the_client_reads_their_own_language(actor: Actor, language: str, word: str) -> None:
    invited(actor, client_id=make_reachable(actor, language=language))
    let_go(later(actor))
    (mail,) = mails(actor)
    assert mail["language"] == language
    assert mail["text"].startswith(word)
    assert "{" not in mail["text"]


def test_BK9_a_secret_link_opens_one_appointment_until_it_is_over(actor: Actor) -> None:
    visit = invited(actor)
    with tenant(actor.practice_id), transaction.atomic():
        row = AppointmentLink.objects.get(appointment_id=visit.appointment_id)
        secret = open_sealed(actor.practice_id, row.sealed, context=b"appointment link|" + row.id.bytes).decode()
    assert len(secret) >= 40
    found = appointment_by_secret(secret, at=actor.at)
    assert found is not None
    assert (found.appointment_id, found.gone) == (visit.appointment_id, False)
    assert appointment_by_secret(secret[:-1], at=actor.at) is None
    assert appointment_by_secret(str(visit.appointment_id), at=actor.at) is None
    move(actor, appointment_id=visit.appointment_id, starts_at=visit.starts_at + timedelta(hours=1))
    assert appointment_by_secret(secret, at=actor.at) is not None
    cancel(actor, appointment_id=visit.appointment_id)
    after_cancel = appointment_by_secret(secret, at=actor.at)
    assert after_cancel is not None
    assert after_cancel.gone
    assert appointment_by_secret(secret, at=visit.ends_at + timedelta(hours=1)) is None


def test_HD4_mail_and_file_carry_the_configured_sender_only(actor: Actor) -> None:
    visit = invited(actor)
    let_go(later(actor))
    (mail,) = mails(actor)
    event = event_of(mail)
    assert str(event["organizer"]) == "mailto:kollega@localhost"
    assert str(event["attendee"]) == f"mailto:{mail['to']}"
    assert str(visit.appointment_id) not in mail["calendar"]["content"]


def test_B12_a_mail_waits_for_its_server_and_expires_with_the_appointment(actor: Actor) -> None:
    visit = invited(actor)
    let_go(later(actor))
    with tenant(actor.practice_id), transaction.atomic():
        mail = Mail.objects.get(practice_id=actor.practice_id, kind="notice_invitation")
    assert mail.state == "waiting"
    assert mail.give_up_at - mail.queued_at <= timedelta(days=1)
    assert visit.starts_at > actor.at
    assert notices(actor)[0].kind == NoticeKind.INVITATION


def test_B12_each_of_several_clients_is_told_under_their_own_name_and_address(actor: Actor) -> None:
    both = [make_reachable(actor), make_reachable(actor, language="sv")]
    visit = booked(actor, client_id=both[0], other_client_ids=[both[1]], service_id=make_service(actor))
    invite(actor, appointment_id=visit.appointment_id)
    let_go(later(actor))
    sent = mails(actor)
    assert sorted(mail["language"] for mail in sent) == ["en", "sv"]
    assert len({str(event_of(mail)["uid"]) for mail in sent}) == 2
    assert all(mail["calendar"]["content"].count("ATTENDEE") == 1 for mail in sent)
