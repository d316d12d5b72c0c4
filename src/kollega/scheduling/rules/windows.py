"""When a clinician works on a local day: weekly hours, replaced by dated exceptions (B5, BK-7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kollega.scheduling.enums import Rhythm
from kollega.scheduling.rules.localtime import forgiving


@dataclass(frozen=True, slots=True)
class WeeklyRule:
    """One weekly window in local time; `ends` 00:00 is midnight at the end of the day. weekday 0 is Monday.

    `rhythm` is one of `Rhythm`; every second week is counted from the week of `valid_from`.
    """

    weekday: int
    starts: time
    ends: time
    valid_from: date | None = None
    valid_until: date | None = None
    room_id: UUID | None = None
    place: str = ""
    rhythm: Rhythm | str = Rhythm.EVERY


@dataclass(frozen=True, slots=True)
class DatedRule:
    """An exception from the first to the last day: other hours when both times are given, else off."""

    first_day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None
    room_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of working time: instants in UTC, end excluded, with the room that is usual then."""

    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None = None
    place: str = ""


def windows_of_day(day: date, zone: ZoneInfo, weekly: Iterable[WeeklyRule], dated: Iterable[DatedRule]) -> list[Window]:
    """Return the working windows of a local day, in order, not overlapping.

    Other hours given for the date replace the weekly ones, also inside a longer stretch that is off.
    """
    covering = [rule for rule in dated if rule.first_day <= day <= rule.last_day]
    others = [rule for rule in covering if rule.starts is not None and rule.ends is not None]
    if others:
        found = [_window(day, zone, r.starts, r.ends, r.room_id, "") for r in others if r.starts and r.ends]
    elif covering:
        return []
    else:
        found = [
            _window(day, zone, rule.starts, rule.ends, rule.room_id, rule.place)
            for rule in weekly
            if rule.weekday == day.weekday() and _valid(rule, day)
        ]
    return _merged(window for window in found if window.ends_at > window.starts_at)


def _valid(rule: WeeklyRule, day: date) -> bool:
    inside = (rule.valid_from is None or rule.valid_from <= day) and (
        rule.valid_until is None or day <= rule.valid_until
    )
    return inside and in_rhythm(rule.rhythm, rule.valid_from, day)


def in_rhythm(rhythm: Rhythm | str, since: date | None, day: date) -> bool:
    """Tell whether the week of a day is one of the rhythm's; `since` lies in the first week of every second one."""
    if rhythm == Rhythm.SECOND:
        return since is None or (_monday(day) - _monday(since)).days % 14 == 0
    if rhythm == Rhythm.EVERY:
        return True
    return (day.isocalendar().week % 2 == 1) == (rhythm == Rhythm.ODD)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _window(day: date, zone: ZoneInfo, starts: time, ends: time, room_id: UUID | None, place: str) -> Window:
    end_day = day + timedelta(days=1) if ends == time(0) else day
    return Window(
        forgiving(datetime.combine(day, starts), zone),
        forgiving(datetime.combine(end_day, ends), zone),
        room_id,
        place,
    )


def _merged(windows: Iterable[Window]) -> list[Window]:
    """Join windows that overlap; ones that only touch stay apart when room or place differ."""
    merged: list[Window] = []
    for window in sorted(windows, key=lambda w: w.starts_at):
        last = merged[-1] if merged else None
        same = last is not None and (last.room_id, last.place) == (window.room_id, window.place)
        if last is not None and (window.starts_at < last.ends_at or (same and window.starts_at == last.ends_at)):
            merged[-1] = Window(last.starts_at, max(last.ends_at, window.ends_at), last.room_id, last.place)
        else:
            merged.append(window)
    return merged


def covers(windows: Iterable[Window], starts_at: datetime, ends_at: datetime) -> bool:
    """Tell whether a stretch lies inside working time; touching windows count as one."""
    reached = starts_at
    for window in sorted(windows, key=lambda w: w.starts_at):
        if window.starts_at <= reached < window.ends_at:
            reached = window.ends_at
    return reached >= ends_at
