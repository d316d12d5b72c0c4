"""On which days something repeats (B10): dates tile, the count is right, split and rest are the whole."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import MO, MONTHLY, WEEKLY, rrule, weekday
from hypothesis import assume, given
from hypothesis import strategies as st

from kollega.scheduling.rules.recurring import (
    MOST_DATES,
    Every,
    Rule,
    anchored,
    days,
    paired,
    place_in_month,
    shifted,
    split,
    wrong_in_rule,
)

FIRST = date(2027, 3, 22)


def weekly(**changed: object) -> Rule:
    return replace(Rule(Every.WEEK, 1, FIRST, time(9), weekdays=(0,), count=4), **changed)  # type: ignore[arg-type]


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    every = draw(st.sampled_from(Every))
    first = draw(st.dates(date(2026, 1, 1), date(2028, 12, 31)))
    by_count = draw(st.booleans())
    rule = Rule(
        every,
        draw(st.integers(1, 4)),
        first,
        time(9),
        weekdays=tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1)))),
        count=draw(st.integers(1, 20)) if by_count else None,
        until=None if by_count else first + timedelta(days=draw(st.integers(0, 700))),
        month_day=draw(st.integers(1, 31)),
        position=draw(st.integers(1, 5)),
    )
    assume(not wrong_in_rule(rule))
    assume(list(days(rule)))
    return anchored(rule)


@given(rules())
def test_B10_days_come_in_order_once_each_and_as_many_as_was_said(rule: Rule) -> None:
    found = list(days(rule))
    assert found == sorted(set(found))
    assert found[0] == rule.first
    if rule.count is not None:
        assert len(found) == rule.count
    else:
        assert rule.until is not None
        assert found[-1] <= rule.until


@given(rules())
def test_B10_weekly_days_are_those_that_rfc_5545_says(rule: Rule) -> None:
    assume(rule.every is Every.WEEK)
    found = list(days(rule))
    expected = rrule(
        WEEKLY, dtstart=_at(rule.first), interval=rule.interval, wkst=MO, byweekday=rule.weekdays, until=_at(found[-1])
    )
    assert found == [one.date() for one in expected]


@given(rules())
def test_B10_monthly_days_fall_on_the_last_one_where_a_month_is_short(rule: Rule) -> None:
    assume(rule.every is not Every.WEEK)
    found = list(days(rule))
    options: dict[str, object] = {"bymonthday": (rule.month_day, -1), "bysetpos": 1}
    if rule.every is Every.MONTH_WEEKDAY:
        options = {"byweekday": weekday(rule.weekdays[0])(-1 if rule.position == 5 else rule.position)}
    expected = rrule(
        MONTHLY, dtstart=_at(rule.first.replace(day=1)), interval=rule.interval, until=_at(found[-1]), **options
    )
    assert found == [one.date() for one in expected if one.date() >= rule.first]


@given(rules(), st.data())
def test_B10_the_parts_of_a_split_are_the_whole(rule: Rule, data: st.DataObject) -> None:
    whole = list(days(rule))
    head, rest = split(rule, data.draw(st.sampled_from(whole)))
    assert [*(days(head) if head else ()), *(days(rest) if rest else ())] == whole


def test_B10_a_split_of_more_dates_than_there_may_be_brings_none_back() -> None:
    rule = Rule(Every.WEEK, 1, date(2026, 1, 1), time(9), weekdays=tuple(range(7)), until=date(2027, 5, 16))
    whole = list(days(rule))
    assert len(whole) == MOST_DATES
    head, rest = split(rule, whole[1])
    assert [*(days(head) if head else ()), *(days(rest) if rest else ())] == whole


@given(rules(), st.integers(-40, 40), st.data())
def test_B10_a_moved_rule_has_one_new_day_for_each_old_one(rule: Rule, by: int, data: st.DataObject) -> None:
    old = list(days(rule))
    around = data.draw(st.sampled_from(old))
    new = shifted(rule, by, time(10), around=around)
    pairs = paired(rule, new, old)
    assert len(set(pairs.values())) == len(old)
    assert pairs[around] == around + timedelta(days=by)
    if rule.every is Every.WEEK or rule.count is not None:
        assert [pairs[day] for day in old] == list(days(new))
    if rule.every is Every.WEEK:
        assert all(new_day - day == timedelta(days=by) for day, new_day in pairs.items())


def test_B10_the_31st_becomes_the_last_day_of_shorter_months_and_comes_back() -> None:
    rule = Rule(Every.MONTH_DAY, 1, date(2027, 1, 31), time(9), count=4, month_day=31)
    expected = [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]
    assert list(days(rule)) == expected
    assert list(days(split(rule, date(2027, 2, 28))[1] or rule)) == expected[1:]


def test_B10_the_fifth_weekday_of_a_month_means_the_last_one() -> None:
    assert place_in_month(date(2027, 3, 30)) == 5
    rule = Rule(Every.MONTH_WEEKDAY, 1, date(2027, 3, 30), time(9), weekdays=(1,), position=5, count=3)
    assert list(days(rule)) == [date(2027, 3, 30), date(2027, 4, 27), date(2027, 5, 25)]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"interval": 0}, "interval"),
        ({"weekdays": ()}, "weekdays"),
        ({"weekdays": (7,)}, "weekdays"),
        ({"count": None}, "count"),
        ({"until": FIRST}, "count"),
        ({"count": MOST_DATES + 1}, "count"),
        ({"count": 106}, "count"),
        ({"count": None, "until": FIRST - timedelta(days=1)}, "until"),
        ({"count": None, "until": FIRST + timedelta(days=740)}, "until"),
    ],
)
def test_B10_a_rule_without_sense_names_its_field(changed: dict[str, object], field: str) -> None:
    assert set(wrong_in_rule(weekly(**changed))) == {field}


def _at(day: date) -> datetime:
    return datetime.combine(day, time())
