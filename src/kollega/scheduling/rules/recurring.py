"""On which local days something repeats (B10). Pure dates: the hour stays what it is, across DST too (BK-5).

Weeks are counted from the week that holds `first`, months from its month. A day of the month that a month does not
have becomes its last day; position 5 of a weekday is its last one in the month.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import count as count_up
from itertools import takewhile

from kollega.kernel.errors import N_

MOST_DATES = 500
LONGEST = timedelta(days=731)
LAST = 5
WEEK = 7


class Every(StrEnum):
    """What is repeated: weeks, months by the day's number, months by the weekday's place in them."""

    WEEK = "week"
    MONTH_DAY = "month_day"
    MONTH_WEEKDAY = "month_weekday"


@dataclass(frozen=True, slots=True)
class Rule:
    """`interval` weeks or months; the end is a count or a last day, exactly one of them.

    weekday 0 is Monday. `week_start` is the weekday with which a week of the rule begins. `position` 1 to 4, or 5 for
    the last. Months by weekday use the first of `weekdays`.
    """

    every: Every
    interval: int
    first: date
    starts: time
    weekdays: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None
    month_day: int = 0
    position: int = 0
    week_start: int = 0


def wrong_in_rule(rule: Rule) -> dict[str, str]:
    """Return the wrong fields with their sentences; empty when all is well."""
    wrong: dict[str, str] = {}
    if not 1 <= rule.interval <= 52:
        wrong["interval"] = N_("Enter a number between 1 and 52.")
    if rule.every is Every.WEEK and not _weekdays_fit(rule):
        wrong["weekdays"] = N_("Choose at least one day of the week.")
    if rule.every is Every.MONTH_DAY and not 1 <= rule.month_day <= 31:
        wrong["month_day"] = N_("Enter a day between 1 and 31.")
    if rule.every is Every.MONTH_WEEKDAY and not (1 <= rule.position <= LAST and _weekdays_fit(rule)):
        wrong["position"] = N_("Choose which day of the month.")
    return wrong or _wrong_end(rule)


def _weekdays_fit(rule: Rule) -> bool:
    return bool(rule.weekdays) and all(0 <= day < WEEK for day in rule.weekdays)


def _wrong_end(rule: Rule) -> dict[str, str]:
    if (rule.count is None) == (rule.until is None):
        return {"count": N_("Say how often, or until when.")}
    if rule.count is not None and not 1 <= rule.count <= MOST_DATES:
        return {"count": N_("Enter between 1 and 500 times.")}
    if rule.until is not None and rule.until < rule.first:
        return {"until": N_("The last day must not come before the first.")}
    last = rule.until or last_day(rule)
    if last is None or last - rule.first > LONGEST:
        return {"count" if rule.count else "until": N_("Repeat for at most two years.")}
    return {}


def days(rule: Rule) -> Iterator[date]:
    """Yield the local days in order, to the end that the rule says; at most 500."""
    found = _endless(rule)
    if rule.until is not None:
        until = rule.until
        found = takewhile(lambda day: day <= until, found)
    for _number, day in zip(range(MOST_DATES if rule.count is None else rule.count), found, strict=False):
        yield day


def last_day(rule: Rule) -> date | None:
    """Return the last local day, None when the rule has none."""
    last = None
    for last in days(rule):  # noqa: B007 - the last one is what is asked for
        pass
    return last


def _endless(rule: Rule) -> Iterator[date]:
    if rule.every is Every.WEEK:
        return _weeks(rule)
    return (day for day in _months(rule) if day >= rule.first)


def _weeks(rule: Rule) -> Iterator[date]:
    begin = rule.first - timedelta(days=(rule.first.weekday() - rule.week_start) % WEEK)
    offsets = sorted({(weekday - rule.week_start) % WEEK for weekday in rule.weekdays})
    for number in count_up():
        try:
            week = begin + timedelta(days=number * rule.interval * WEEK)
            found = [week + timedelta(days=offset) for offset in offsets]
        except OverflowError:
            return
        yield from (day for day in found if day >= rule.first)


def _months(rule: Rule) -> Iterator[date]:
    for number in count_up(0, rule.interval):
        month = rule.first.month - 1 + number
        year = rule.first.year + month // 12
        if year > date.max.year:
            return
        yield _in_month(rule, year, month % 12 + 1)


def _in_month(rule: Rule, year: int, month: int) -> date:
    first_weekday, length = monthrange(year, month)
    if rule.every is Every.MONTH_DAY:
        return date(year, month, min(rule.month_day, length))
    day = 1 + (rule.weekdays[0] - first_weekday) % WEEK + WEEK * (min(rule.position, LAST) - 1)
    return date(year, month, day if day <= length else day - WEEK)


def place_in_month(day: date) -> int:
    """Return which of its weekdays in the month a day is: 1 to 4, or 5 for the last when it is the fifth."""
    return (day.day - 1) // WEEK + 1


def split(rule: Rule, day: date) -> tuple[Rule | None, Rule | None]:
    """Return the rule of what comes before a day, and of what begins on it; None for an empty half.

    Where the most there may be ended the rule before its last day, the halves together have no more.
    """
    all_days = list(days(rule))
    before = [one for one in all_days if one < day]
    after = all_days[len(before) :]
    head = replace(rule, count=len(before), until=None) if before else None
    if not after:
        return head, None
    rest = replace(rule, first=after[0])
    if rule.count is not None or len(all_days) == MOST_DATES:
        rest = replace(rest, count=len(after), until=None)
    return head, rest


def shifted(rule: Rule, by: int, starts: time, *, around: date | None = None) -> Rule:
    """Return the rule with its days `by` days later (or earlier), at another local time.

    A month by number or weekday becomes that of the new day of `around`, one of its days (None: the first).
    """
    moved = replace(rule, starts=starts)
    if by == 0:
        return moved
    if rule.every is Every.WEEK:
        weekdays = tuple(sorted((day + by) % WEEK for day in rule.weekdays))
        moved = replace(moved, weekdays=weekdays, week_start=(rule.week_start + by) % WEEK)
        return _from(moved, rule, rule.first + timedelta(days=by))
    known = around or rule.first
    wanted = known + timedelta(days=by)
    if rule.every is Every.MONTH_DAY:
        moved = replace(moved, month_day=wanted.day)
    else:
        moved = replace(moved, weekdays=(wanted.weekday(),), position=place_in_month(wanted))
    month = _months_of(wanted) - _months_of(known) + _months_of(rule.first)
    return _from(moved, rule, _in_month(moved, month // 12, month % 12 + 1))


def _from(moved: Rule, rule: Rule, first: date) -> Rule:
    """Let a rule begin on another day, and end as much later or earlier."""
    return replace(moved, first=first, until=rule.until + (first - rule.first) if rule.until else None)


def _months_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def paired(rule: Rule, new: Rule, known: Sequence[date]) -> dict[date, date]:
    """Return for each known day of `rule` its day under `new`, which `shifted` made of it."""
    by = new.first - rule.first
    pairs = {day: day + by for day in known}
    if known and rule.every is not Every.WEEK:
        latest = max(known)
        pairs |= dict(zip(takewhile(lambda day: day <= latest, _endless(rule)), _endless(new), strict=False))
    return {day: pairs[day] for day in known}


def anchored(rule: Rule) -> Rule:
    """Return the rule with its first real day as `first`; as it is when it has none."""
    first = next(days(rule), None)
    return replace(rule, first=first) if first else rule
