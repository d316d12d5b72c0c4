"""Local times, on the nights when the clock is put forward or back (B17, BK-6, BK-7)."""
# ruff: noqa: DTZ001 - times without a zone are what is tested here

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kollega.scheduling.errors import LocalTimeMissing
from kollega.scheduling.rules.localtime import day_bounds, forgiving, local_day, resolve

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ZONES = [ZoneInfo(name) for name in ("Europe/Stockholm", "Europe/Oslo", "America/St_Johns", "Australia/Lord_Howe")]
moments = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2031, 1, 1))


def test_B17_a_time_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(LocalTimeMissing) as refused:
        resolve(datetime(2027, 3, 28, 2, 30), STOCKHOLM)
    assert refused.value.details == {"time": "02:30", "date": "2027-03-28"}


def test_B17_a_time_that_exists_twice_is_the_first_and_says_so() -> None:
    found = resolve(datetime(2027, 10, 31, 2, 30), STOCKHOLM)
    assert found.twice
    assert found.instant == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert not resolve(datetime(2027, 10, 31, 3, 0), STOCKHOLM).twice


def test_BK7_days_last_23_24_and_25_hours() -> None:
    def hours(day: date) -> float:
        start, end = day_bounds(day, STOCKHOLM)
        return (end - start) / timedelta(hours=1)

    assert [hours(date(2027, 3, 27)), hours(date(2027, 3, 28)), hours(date(2027, 10, 31))] == [24, 23, 25]


def test_B17_an_edge_inside_the_gap_is_the_moment_of_the_jump() -> None:
    assert forgiving(datetime(2027, 3, 28, 2, 30), STOCKHOLM) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


@given(moments, st.sampled_from(ZONES))
def test_B17_what_is_resolved_reads_the_same_on_the_clock(local: datetime, zone: ZoneInfo) -> None:
    local = local.replace(second=0, microsecond=0)
    try:
        found = resolve(local, zone)
    except LocalTimeMissing:
        assert forgiving(local, zone).astimezone(zone).replace(tzinfo=None) > local
        return
    assert found.instant.astimezone(zone).replace(tzinfo=None) == local
    hour_before = (found.instant - timedelta(minutes=60)).astimezone(zone).replace(tzinfo=None)
    half_before = (found.instant - timedelta(minutes=30)).astimezone(zone).replace(tzinfo=None)
    assert local not in (hour_before, half_before), "the first of two"


@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2031, 1, 1)), st.sampled_from(ZONES))
def test_BK7_days_tile(day: date, zone: ZoneInfo) -> None:
    start, end = day_bounds(day, zone)
    assert day_bounds(day + timedelta(days=1), zone)[0] == end
    assert local_day(start, zone) == day
    assert local_day(end - timedelta(seconds=1), zone) == day
    assert start.astimezone(zone).time() >= time(0)
