"""BR-1, BR-2: when a night's backup and the weekly drill are due."""

from datetime import UTC, datetime, time, timedelta

from kollega.console.backup.recording import State
from kollega.console.backup.schedule import is_drill_due, is_night_due, last_slot

AT = time(1, 30)
NIGHT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def done(at: datetime) -> State:
    return State(tried_at=at, done_at=at)


def test_the_last_slot_is_today_or_yesterday() -> None:
    assert last_slot(NIGHT, AT) == NIGHT
    assert last_slot(NIGHT - MINUTE, AT) == NIGHT - DAY


def test_BR1_a_backup_is_due_once_a_night_and_at_once_where_there_is_none() -> None:
    assert is_night_due(NIGHT + 9 * HOUR, AT, State())
    assert is_night_due(NIGHT, AT, done(NIGHT - DAY + MINUTE))
    assert not is_night_due(NIGHT - MINUTE, AT, done(NIGHT - DAY + MINUTE))
    assert not is_night_due(NIGHT + 23 * HOUR, AT, done(NIGHT + MINUTE))


def test_BR1_a_night_that_was_slept_through_is_made_up_for() -> None:
    assert is_night_due(NIGHT + 7 * HOUR, AT, done(NIGHT - 3 * DAY))


def test_a_failed_backup_is_tried_again_after_half_an_hour() -> None:
    failed = State(tried_at=NIGHT, done_at=NIGHT - DAY, failure="disk full")
    assert not is_night_due(NIGHT + 29 * MINUTE, AT, failed)
    assert is_night_due(NIGHT + 31 * MINUTE, AT, failed)


def test_BR2_a_drill_follows_the_first_backup_and_then_that_of_each_seventh_night() -> None:
    full = done(NIGHT + 5 * MINUTE)
    assert is_drill_due(NIGHT + HOUR, AT, State(), full)
    assert not is_drill_due(NIGHT + HOUR, AT, State(), State())
    drilled = done(NIGHT - 7 * DAY + 20 * MINUTE)
    assert is_drill_due(NIGHT + HOUR, AT, drilled, full)
    assert not is_drill_due(NIGHT + MINUTE, AT, drilled, done(NIGHT - DAY))
    six_days = done(NIGHT - 6 * DAY + 20 * MINUTE)
    assert not is_drill_due(NIGHT + 20 * HOUR, AT, six_days, full)


def test_BR2_a_failed_drill_is_tried_again_the_next_night() -> None:
    failed = State(tried_at=NIGHT - DAY + HOUR, failure="differs")
    assert is_drill_due(NIGHT + HOUR, AT, failed, done(NIGHT + MINUTE))
    assert not is_drill_due(NIGHT + HOUR, AT, State(tried_at=NIGHT + MINUTE, failure="differs"), done(NIGHT))
