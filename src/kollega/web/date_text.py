"""Dates and times as people type them. Day comes before month in all five languages."""

import re
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -]?(\d{4}|\d{2})?")
_STEP = re.compile(r"([+-])\s*(\d{1,3})\s*(d|w|m|y)?")
_COMPACT = re.compile(r"(\d{1,2})(\d{2})")
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[.:,h ]\s*(\d{1,2})?)?")


def read_date(text: str, *, today: date, past: bool = False) -> date | None:
    """Understand ``3/3``, ``3.3.``, ``3.3.27``, ``2027-03-03``, ``today``, ``+2w``; None when it is no date.

    Without a year the nearest such day is meant: up to half a year back or ahead of ``today``. ``past`` is for
    birth dates: a year must be given, and one of two digits is never in the future.
    """
    typed = text.strip().casefold().replace("’", "'")
    named = {
        _("today").casefold(): today,
        _("tomorrow").casefold(): today + timedelta(days=1),
        _("yesterday").casefold(): today - timedelta(days=1),
    }
    if typed in named:
        return named[typed]
    if match := _STEP.fullmatch(typed):
        return _stepped(today, -int(match[2]) if match[1] == "-" else int(match[2]), match[3] or "d")
    if match := _ISO.fullmatch(typed):
        return _date_or_none(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(typed):
        return _day_first(int(match[1]), int(match[2]), match[3], today, past)
    return None


def _day_first(day: int, month: int, year: str | None, today: date, past: bool) -> date | None:
    if year is not None:
        found = _date_or_none(int(year) + (2000 if len(year) == 2 else 0), month, day)
        late = past and len(year) == 2 and found is not None and found > today
        return _date_or_none(int(year) + 1900, month, day) if late else found
    if past:
        return None
    near = [_date_or_none(today.year + shift, month, day) for shift in (-1, 0, 1)]
    return min((found for found in near if found), key=lambda found: abs(found - today), default=None)


def _stepped(today: date, number: int, unit: str) -> date | None:
    if unit in "dw":
        return today + timedelta(days=number * (7 if unit == "w" else 1))
    months = today.year * 12 + today.month - 1 + number * (12 if unit == "y" else 1)
    for day in range(today.day, 27, -1):
        if found := _date_or_none(months // 12, months % 12 + 1, day):
            return found
    return _date_or_none(months // 12, months % 12 + 1, today.day)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Understand ``9``, ``930``, ``0930``, ``9.30``, ``9:30``, ``9h30``; None when it is no time of day."""
    typed = text.strip().casefold()
    match = _CLOCK.fullmatch(typed) if len(typed) < 3 or not typed.isdigit() else _COMPACT.fullmatch(typed)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
