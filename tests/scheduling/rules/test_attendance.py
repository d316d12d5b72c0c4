"""Which status may follow which (B3)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kollega.scheduling.enums import Status
from kollega.scheduling.rules.attendance import allowed, choices

START = datetime(2027, 3, 1, 9, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def may(current: Status, wanted: Status, now: datetime) -> bool:
    return allowed(current, wanted, starts_at=START, now=now, zone=STOCKHOLM)


def test_B3_nobody_is_absent_or_done_before_the_start() -> None:
    for wanted in (Status.NO_SHOW, Status.COMPLETED):
        assert not may(Status.BOOKED, wanted, START - timedelta(minutes=1))
        assert may(Status.BOOKED, wanted, START)


def test_B3_somebody_arrives_on_the_day_and_not_before() -> None:
    assert may(Status.BOOKED, Status.ARRIVED, START.replace(hour=0))
    assert not may(Status.BOOKED, Status.ARRIVED, START - timedelta(days=1))


@pytest.mark.parametrize("wanted", list(Status))
def test_B3_attendance_never_cancels_nor_brings_back_what_was_cancelled(wanted: Status) -> None:
    later = START + timedelta(days=1)
    assert not may(Status.CANCELLED, wanted, later)
    if wanted in (Status.CANCELLED, Status.LATE_CANCELLED):
        assert not any(may(current, wanted, later) for current in Status)


def test_B3_the_choices_are_what_is_allowed() -> None:
    assert choices(Status.BOOKED, starts_at=START, now=START, zone=STOCKHOLM) == [
        Status.CONFIRMED,
        Status.ARRIVED,
        Status.COMPLETED,
        Status.NO_SHOW,
    ]
