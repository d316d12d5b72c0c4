"""Working windows of a day (B5, BK-5, BK-7)."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kollega.scheduling.enums import Rhythm
from kollega.scheduling.rules.windows import DatedRule, WeeklyRule, Window, covers, windows_of_day

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SUNDAY = 6


def night(day: date) -> list[Window]:
    return windows_of_day(day, STOCKHOLM, [WeeklyRule(SUNDAY, time(0), time(0))], ())


def test_BK7_round_the_clock_is_23_and_25_hours_on_the_nights_of_the_change() -> None:
    assert [(w.ends_at - w.starts_at) for day in (date(2027, 3, 28), date(2027, 10, 31)) for w in night(day)] == [
        timedelta(hours=23),
        timedelta(hours=25),
    ]


def test_BK5_weekly_nine_stays_nine_across_the_change() -> None:
    rule = [WeeklyRule(0, time(9), time(12))]
    starts = [windows_of_day(day, STOCKHOLM, rule, ())[0].starts_at for day in (date(2027, 3, 22), date(2027, 3, 29))]
    assert starts == [datetime(2027, 3, 22, 8, tzinfo=UTC), datetime(2027, 3, 29, 7, tzinfo=UTC)]


def test_B5_a_window_that_begins_in_the_gap_begins_at_the_jump() -> None:
    (window,) = windows_of_day(date(2027, 3, 28), STOCKHOLM, [WeeklyRule(SUNDAY, time(2, 30), time(5))], ())
    assert (window.starts_at, window.ends_at) == (
        datetime(2027, 3, 28, 1, tzinfo=UTC),
        datetime(2027, 3, 28, 3, tzinfo=UTC),
    )


def test_B5_off_takes_the_day_and_other_hours_replace_it_even_inside_a_holiday() -> None:
    week = [WeeklyRule(0, time(9), time(17))]
    monday = date(2027, 3, 1)
    holiday = DatedRule(date(2027, 2, 22), date(2027, 3, 7))
    assert windows_of_day(monday, STOCKHOLM, week, [holiday]) == []
    morning = DatedRule(monday, monday, time(10), time(11))
    (window,) = windows_of_day(monday, STOCKHOLM, week, [holiday, morning])
    assert window.starts_at.astimezone(STOCKHOLM).time() == time(10)


def test_B5_weekly_hours_hold_from_and_until_their_dates() -> None:
    rule = WeeklyRule(0, time(9), time(17), valid_from=date(2027, 3, 8), valid_until=date(2027, 3, 15))
    days = [date(2027, 3, day) for day in (1, 8, 15, 22)]
    assert [bool(windows_of_day(day, STOCKHOLM, [rule], ())) for day in days] == [False, True, True, False]


def test_B5_windows_that_touch_cover_a_visit_across_them_and_gaps_do_not() -> None:
    at = [datetime(2027, 3, 1, hour, tzinfo=UTC) for hour in range(24)]
    touching = [Window(at[8], at[12]), Window(at[12], at[16])]
    assert covers(touching, at[11], at[13])
    assert not covers([touching[0], Window(at[13], at[16])], at[11], at[14])
    assert not covers(touching, at[7], at[9])


times = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@given(st.dates(date(2025, 1, 1), date(2030, 1, 1)), st.lists(st.tuples(times, times), max_size=6))
def test_B5_windows_of_a_day_are_in_order_and_never_overlap(day: date, spans: list[tuple[time, time]]) -> None:
    found = windows_of_day(day, STOCKHOLM, [WeeklyRule(day.weekday(), *span) for span in spans], ())
    assert all(one.ends_at <= other.starts_at for one, other in itertools.pairwise(found))
    assert all(window.starts_at < window.ends_at for window in found)


def test_B5_odd_and_even_weeks_follow_iso_and_every_second_one_its_first() -> None:
    def mondays(rhythm: Rhythm, since: date | None = None) -> list[int]:
        rule = [WeeklyRule(0, time(9), time(12), valid_from=since, rhythm=rhythm)]
        weeks = [date(2026, 12, 14) + timedelta(weeks=number) for number in range(6)]
        return [day.isocalendar().week for day in weeks if windows_of_day(day, STOCKHOLM, rule, ())]

    assert mondays(Rhythm.EVERY) == [51, 52, 53, 1, 2, 3]
    assert mondays(Rhythm.ODD) == [51, 53, 1, 3]
    assert mondays(Rhythm.EVEN) == [52, 2]
    assert mondays(Rhythm.SECOND, date(2026, 12, 16)) == [53, 2]
    assert mondays(Rhythm.SECOND, date(2026, 12, 25)) == [1, 3]
