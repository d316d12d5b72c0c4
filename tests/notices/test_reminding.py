"""Reminders: once for each rule and time, at the right moment, to those who want them (B14)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from kollega.kernel.actor import Actor
from kollega.notices.enums import Channel, NoticeKind, NoticeState
from kollega.notices.handlers.due import remind_in
from kollega.notices.models import Preference, Settings
from kollega.notices.rules.reminding import is_quiet, remind_at
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.booking import Booked
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.moving import move
from tests.factories import at, make_practice
from tests.notices.making import booked, invited, later, let_go, mails, make_reachable, notices
from tests.scheduling.test_races import at_once

STOCKHOLM = ZoneInfo("Europe/Stockholm")
QUIET = {"zone": STOCKHOLM, "quiet_from": time(21), "quiet_until": time(8)}
DAY = timedelta(days=1)


@pytest.fixture
def actor() -> Actor:
    return make_practice()


def told(actor: Actor, **given: object) -> Booked:
    visit = invited(actor, **given)
    let_go(later(actor))
    return visit


def reminded(actor: Actor) -> list[str]:
    return [mail["text"] for mail in mails(actor) if mail["kind"] == "notice_reminder"]


def remind(actor: Actor, moment: datetime) -> None:
    remind_in(actor.practice_id, moment)


def test_B14_a_day_before_the_client_is_reminded_once(actor: Actor) -> None:
    visit = told(actor)
    remind(actor, visit.starts_at - DAY - timedelta(minutes=1))
    assert reminded(actor) == []
    for minute in range(1, 4):
        remind(actor, visit.starts_at - DAY + timedelta(minutes=minute))
    (text,) = reminded(actor)
    assert "reminder of your appointment" in text
    assert "10:00–10:45" in text


def test_B14_a_late_scheduler_still_reminds_but_not_after_the_start(actor: Actor) -> None:
    visit = told(actor)
    other = told(actor, starts_at=visit.starts_at + timedelta(hours=2))
    remind(actor, visit.starts_at + timedelta(minutes=1))
    assert len(reminded(actor)) == 1
    assert [notice.appointment_id for notice in notices(actor) if notice.kind == NoticeKind.REMINDER] == [
        other.appointment_id
    ]


def test_B14_who_was_never_told_or_is_cancelled_is_not_reminded(actor: Actor) -> None:
    silent = booked(actor)
    gone = told(actor, starts_at=silent.starts_at + timedelta(hours=2))
    cancel(later(actor), appointment_id=gone.appointment_id)
    remind(actor, silent.starts_at - timedelta(hours=20))
    assert reminded(actor) == []


def test_B14_a_practice_may_remind_everybody(actor: Actor) -> None:
    visit = booked(actor)
    _settings(actor, remind_all=True)
    remind(actor, visit.starts_at - timedelta(hours=20))
    assert len(reminded(actor)) == 1


def test_B14_a_moved_appointment_is_reminded_anew_for_its_new_time(actor: Actor) -> None:
    visit = told(actor)
    remind(actor, visit.starts_at - timedelta(hours=23))
    soon = at(actor, visit.starts_at - timedelta(hours=22))
    move(soon, appointment_id=visit.appointment_id, starts_at=visit.starts_at + 2 * DAY, outside_hours_reason="asked")
    let_go(later(soon))
    remind(actor, visit.starts_at - timedelta(hours=20))
    assert len(reminded(actor)) == 1
    remind(actor, visit.starts_at + DAY + timedelta(minutes=5))
    assert len(reminded(actor)) == 2


def test_B14_a_time_that_was_set_after_the_moment_is_not_reminded_of(actor: Actor) -> None:
    """Booked three hours ahead: the invitation has just said it."""
    visit = booked(actor)
    soon = at(actor, visit.starts_at - timedelta(hours=22))
    fresh = told(soon, starts_at=visit.starts_at + timedelta(hours=1))
    remind(actor, fresh.starts_at - timedelta(hours=20))
    assert reminded(actor) == []


def test_B14_each_rule_reminds_once(actor: Actor) -> None:
    _settings(actor, reminders=[{"hours": 24, "channel": "email"}, {"hours": 1, "channel": "email"}])
    visit = told(actor)
    for minutes in (24 * 60 - 1, 24 * 60 - 2, 59, 58):
        remind(actor, visit.starts_at - timedelta(minutes=minutes))
    assert len(reminded(actor)) == 2


@pytest.mark.parametrize("said", [{"reminders": False}, {"wanted": "none"}, {"wanted": "sms"}])
def test_B14_a_client_who_opted_out_is_left_alone(actor: Actor, said: dict[str, object]) -> None:
    client_id = make_reachable(actor)
    visit = told(actor, client_id=client_id)
    with tenant(actor.practice_id), transaction.atomic():
        Preference.objects.create(practice_id=actor.practice_id, client_id=client_id, **said)
    remind(actor, visit.starts_at - timedelta(hours=20))
    assert reminded(actor) == []


def test_AV7_two_schedulers_remind_once(actor: Actor) -> None:
    visit = told(actor)
    assert at_once([lambda: remind(actor, visit.starts_at - timedelta(hours=20))] * 4) == [None] * 4
    assert len(reminded(actor)) == 1


def test_AV2_a_crash_leaves_no_reminder_noted_as_sent(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = told(actor)
    with monkeypatch.context() as broken:
        broken.setattr("kollega.notices.operations.sending.seal", lambda *_, **__: 1 / 0)
        remind(actor, visit.starts_at - timedelta(hours=20))
    assert reminded(actor) == []
    remind(actor, visit.starts_at - timedelta(hours=20))
    assert len(reminded(actor)) == 1


def test_B14_a_reminder_without_an_address_is_shown(actor: Actor) -> None:
    visit = booked(actor, client_id=make_reachable(actor, email=""))
    _settings(actor, remind_all=True)
    remind(actor, visit.starts_at - timedelta(hours=20))
    remind(actor, visit.starts_at - timedelta(hours=19))
    assert [(notice.kind, notice.state) for notice in notices(actor)] == [(NoticeKind.REMINDER, NoticeState.UNSENT)]


def test_BK7_twenty_four_hours_are_elapsed_hours_on_the_nights_of_the_clock_change() -> None:
    for day, hour in (("2027-03-28", 9), ("2027-10-31", 11)):
        start = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=STOCKHOLM)
        moment = remind_at(start, 24, **QUIET)
        assert start.astimezone(moment.tzinfo) - moment == timedelta(hours=24)
        assert moment.astimezone(STOCKHOLM).hour == hour


def test_B14_a_moment_in_the_night_moves_to_the_evening_before() -> None:
    start = datetime(2027, 3, 3, 7, 30, tzinfo=STOCKHOLM)
    moment = remind_at(start, 24, **QUIET)
    assert moment.astimezone(STOCKHOLM) == datetime(2027, 3, 1, 21, tzinfo=STOCKHOLM)
    late = remind_at(datetime(2027, 3, 3, 22, 30, tzinfo=STOCKHOLM), 24, **QUIET)
    assert late.astimezone(STOCKHOLM) == datetime(2027, 3, 2, 21, tzinfo=STOCKHOLM)


def test_B14_nobody_is_reminded_in_quiet_time(actor: Actor) -> None:
    visit = told(actor)
    night = (visit.starts_at.astimezone(STOCKHOLM) - DAY).replace(hour=23)
    assert is_quiet(night, **QUIET)
    remind(actor, night)
    assert reminded(actor) == []
    remind(actor, night + timedelta(hours=9, minutes=1))
    assert len(reminded(actor)) == 1


def test_is_quiet_without_quiet_hours() -> None:
    noon = datetime(2027, 3, 3, 12, tzinfo=STOCKHOLM)
    assert not is_quiet(noon, zone=STOCKHOLM, quiet_from=time(12), quiet_until=time(12))


def _settings(actor: Actor, **given: object) -> None:
    values = {
        "invite_by_default": True,
        "names_clinician": False,
        "names_service": False,
        "reminders": [{"hours": 24, "channel": Channel.EMAIL.value}],
        "remind_all": False,
        "quiet_from": time(21),
        "quiet_until": time(8),
    }
    with tenant(actor.practice_id), transaction.atomic():
        Settings.objects.create(practice_id=actor.practice_id, **{**values, **given})
