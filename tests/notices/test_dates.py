"""What repeats is told in one message: all dates, and only what changed of them (B12)."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from kollega.kernel.actor import Actor
from kollega.notices.enums import NoticeState
from kollega.notices.models import Preference
from kollega.notices.operations.deciding import send_when_due, withhold
from kollega.notices.operations.inviting import invite_repeating
from kollega.notices.queries.due import due_notices
from kollega.platform.jobs.reactions import actor_for
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.cancelling_repeats import cancel_repeating
from kollega.scheduling.operations.changing_repeats import change_repeating
from kollega.scheduling.operations.moving import move
from kollega.scheduling.operations.repeating import Choice, RepeatBooked
from kollega.scheduling.operations.undoing_repeats import undo_repeating
from kollega.scheduling.queries.repeated import Scope, Wanted, preview_change
from kollega.scheduling.queries.repeating import Wish
from tests.factories import at
from tests.jobs import run_jobs
from tests.messaging.textbox import TestTextbox
from tests.notices.making import calendar_of, later, let_go, mails, make_reachable, notices
from tests.notices.test_texting import actor as practice_with_sms
from tests.scheduling.factories import make_hours, make_service
from tests.scheduling.test_races import at_once
from tests.scheduling.test_repeating import book_all, practice, rows, weekly

__all__ = ["practice_with_sms"]


@pytest.fixture
def anna() -> Actor:
    made = practice()
    make_hours(made)
    return made


def invited(anna: Actor, *, count: int = 5, client_id: UUID | None = None) -> RepeatBooked:
    wish = Wish(anna.own_membership, service_id=make_service(anna))
    made = book_all(anna, weekly(count), wish, client_id=client_id or make_reachable(anna))
    invite_repeating(anna, appointment_id=made.appointment_ids[0])
    return made


def events(mail: dict[str, Any]) -> list[Any]:
    return list(calendar_of(mail).walk("VEVENT"))


def test_B12_a_recurrence_is_told_in_one_mail_with_every_date(anna: Actor) -> None:
    made = invited(anna)
    let_go(later(anna, timedelta(minutes=3)))
    assert mails(anna) == []
    for _ in range(2):
        let_go(later(anna))
    (mail,) = mails(anna)
    starts = [row.starts_at for row in rows(anna, made)]
    assert [event.start for event in events(mail)] == starts
    assert len({str(event["uid"]) for event in events(mail)}) == 5
    assert str(calendar_of(mail)["method"]) == mail["calendar"]["method"] == "PUBLISH"
    assert "5 appointments" in mail["subject"]
    assert mail["text"].count("2027") == 5
    assert {notice.state for notice in notices(anna)} == {NoticeState.SENT}
    assert len({notice.message_id for notice in notices(anna)}) == 1


def test_B12_undoing_the_recurrence_in_time_sends_nothing(anna: Actor) -> None:
    made = invited(anna)
    undo_repeating(later(anna, timedelta(minutes=2)), change_id=made.change_id)
    let_go(later(anna))
    assert mails(anna) == []
    assert {notice.state for notice in notices(anna)} == {NoticeState.DROPPED}


def test_B12_following_dates_are_told_again_under_their_uids_with_the_next_sequence(anna: Actor) -> None:
    made = invited(anna)
    let_go(later(anna))
    known = {str(event["uid"]): event.start for event in events(mails(anna)[0])}
    now = later(anna, timedelta(minutes=10))
    third = rows(anna, made)[2]
    wanted = Wanted(starts_at=datetime.combine(date(2027, 4, 5), time(11)))
    look = {"appointment_id": third.id, "scope": Scope.FOLLOWING, "wanted": wanted}
    dates = [
        Choice(one.planned.day, one.planned.starts_at)
        for one in preview_change(now, **look).dates
        if one.planned.starts_at
    ]
    change_repeating(now, **look, choices=dates, version=third.version)
    let_go(later(now))
    _, mail = mails(anna)
    assert [(int(event["sequence"]), str(event["status"])) for event in events(mail)] == [(1, "CONFIRMED")] * 3
    assert {str(event["uid"]) for event in events(mail)} < known.keys()
    assert all(known[str(event["uid"])] != event.start for event in events(mail))
    assert mail["text"].count("before:") == 3


def test_B12_cancelled_dates_are_told_in_one_mail(anna: Actor) -> None:
    made = invited(anna)
    let_go(later(anna))
    now = later(anna, timedelta(minutes=10))
    cancel_repeating(now, appointment_id=made.appointment_ids[1], scope=Scope.FOLLOWING, reason="", late=False)
    let_go(later(now))
    _, mail = mails(anna)
    assert [str(event["status"]) for event in events(mail)] == ["CANCELLED"] * 4
    assert "cancelled" in mail["text"]


def test_B12_one_date_alone_is_told_alone(anna: Actor) -> None:
    made = invited(anna)
    let_go(later(anna))
    now = later(anna, timedelta(minutes=10))
    first = rows(anna, made)[0]
    move(now, appointment_id=first.id, starts_at=first.starts_at + timedelta(hours=1))
    let_go(later(now))
    _, mail = mails(anna)
    assert mail["kind"] == "notice_update"
    assert [int(event["sequence"]) for event in events(mail)] == [1]


def test_B12_what_is_not_sent_is_not_sent_for_all_dates(anna: Actor) -> None:
    invited(anna)
    withhold(anna, notice_id=notices(anna)[0].id)
    let_go(later(anna))
    assert mails(anna) == []
    assert {notice.state for notice in notices(anna)} == {NoticeState.WITHHELD}


def test_B12_workers_racing_over_the_dates_send_one_mail(anna: Actor) -> None:
    invited(anna, count=3)
    run_jobs(anna.practice_id)
    due = later(anna)
    ids = [one for practice_id, one in due_notices(due.at, most=10_000) if practice_id == anna.practice_id]
    worker = at(actor_for(anna.practice_id), due.at)
    at_once([lambda one=one: send_when_due(worker, notice_id=one) for one in ids])
    assert len(mails(anna)) == 1


def test_B12_an_sms_lists_the_dates(practice_with_sms: Actor, textbox: TestTextbox) -> None:
    anna = practice_with_sms
    make_hours(anna)
    client_id = make_reachable(anna, phone="070-123 45 67")
    with tenant(anna.practice_id), transaction.atomic():
        Preference.objects.create(practice_id=anna.practice_id, client_id=client_id, wanted="sms")
    invited(anna, count=3, client_id=client_id)
    let_go(later(anna))
    run_jobs(anna.practice_id)
    (message,) = textbox.messages
    assert message["text"].startswith("Ekens: Appointments 22 Mar 09:00, ")
    assert message["text"].count("09:00") == 3
