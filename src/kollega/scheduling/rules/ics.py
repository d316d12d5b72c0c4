"""Reading a calendar file: every occurrence within a horizon, in time zones that are resolved (BK-6).

Library: icalendar reads the file and knows VTIMEZONE and Windows' zone names, recurring-ical-events applies RRULE,
RDATE, EXDATE and RECURRENCE-ID. Times without a zone, or in one that nobody knows, are meant in the practice's.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from kollega.scheduling.enums import Outcome
from kollega.scheduling.errors import FileNotReadable, LocalTimeMissing
from kollega.scheduling.rules.localtime import day_bounds, resolve

LARGEST_BYTES = 5 * 1024 * 1024
MOST_EVENTS = 20_000
MOST_OCCURRENCES = 1_500
MOST_A_DAY = 24
LONGEST = timedelta(days=366)
TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event on one date. `key` is the same whenever the same file, or a newer one, is read again.

    `problem` says why it cannot be stored, and may leave the times out. `free` is an event marked as not busy.
    """

    key: str
    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    all_day: bool = False
    free: bool = False
    problem: Outcome | None = None


def read(data: bytes, zone: ZoneInfo, first: date, last: date) -> list[Occurrence]:
    """Return what happens from the first to the last day, in order of start; events with problems come first.

    Refuses with FileNotReadable when the file is no calendar, larger than 5 MB, or holds over 20,000 events.
    """
    if len(data) > LARGEST_BYTES:
        raise FileNotReadable
    try:
        calendars = Calendar.from_ical(data, multiple=True)
    except (ValueError, KeyError, IndexError, UnicodeError) as error:
        raise FileNotReadable from error
    events: dict[str, list[Event]] = {}
    for calendar in calendars:
        if not isinstance(calendar, Calendar):
            raise FileNotReadable
        for event in calendar.events:
            events.setdefault(_uid(event), []).append(event)
    if not calendars or sum(map(len, events.values())) > MOST_EVENTS:
        raise FileNotReadable
    horizon = day_bounds(first, zone)[0], day_bounds(last, zone)[1]
    found = [occurrence for uid, group in events.items() for occurrence in _of(uid, group, zone, *horizon)]
    return sorted(found, key=lambda one: (one.starts_at or datetime.min.replace(tzinfo=UTC), one.key))


def _of(uid: str, group: list[Event], zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[Occurrence]:
    """Yield one series, or one single event, with all its exceptions."""
    title = _title(group[0])
    problem = problem_of(group)
    if problem is not None:
        yield Occurrence(_key(uid, ""), title, problem=problem)
        return
    calendar = Calendar()
    for event in group:
        calendar.add_component(event)
    repeats = len(group) > 1 or any(name in group[0] for name in ("RRULE", "RDATE"))
    try:
        dates = recurring_ical_events.of(calendar).between(first.astimezone(zone), last.astimezone(zone))
    except Exception:
        yield Occurrence(_key(uid, ""), title, problem=Outcome.UNREADABLE)
        return
    for event in dates[:MOST_OCCURRENCES]:
        yield _occurrence(_key(uid, _which(event, zone) if repeats else ""), event, zone)
    if len(dates) > MOST_OCCURRENCES:
        yield Occurrence(_key(uid, "rest"), title, problem=Outcome.TOO_OFTEN)


def problem_of(group: list[Event]) -> Outcome | None:
    """Find what would keep the library busy for ever, or cannot be read at all."""
    try:
        for event in group:
            event.start, event.end  # noqa: B018 - reading them is the test
            rules = event.get("RRULE", [])
            if any(map(_is_too_often, rules if isinstance(rules, list) else [rules])):
                return Outcome.TOO_OFTEN
    except Exception:
        return Outcome.UNREADABLE
    return None


def _is_too_often(rule: Any) -> bool:
    frequency = str((rule.get("FREQ") or [""])[0]).upper()
    a_day = 1
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        a_day *= max(1, len(rule.get(part) or []))
    return frequency in ("SECONDLY", "MINUTELY", "HOURLY") or a_day > MOST_A_DAY


def _occurrence(key: str, event: Event, zone: ZoneInfo) -> Occurrence:
    title = _title(event)
    all_day = not isinstance(event.start, datetime)
    try:
        starts_at, ends_at = _instant(event.start, zone), _instant(event.end, zone)
    except LocalTimeMissing:
        return Occurrence(key, title, problem=Outcome.MISSING_TIME, starts_at=_near(event.start, zone))
    problem = None
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        problem = Outcome.CANCELLED
    elif not timedelta(0) < ends_at - starts_at <= LONGEST:
        problem = Outcome.TOO_LONG if ends_at > starts_at else Outcome.UNREADABLE
    free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return Occurrence(key, title, starts_at, ends_at, all_day, free, problem)


def _instant(moment: Any, zone: ZoneInfo) -> datetime:
    """Return an instant in whole minutes; a date is its first moment, a local time that does not exist is refused."""
    if not isinstance(moment, datetime):
        return day_bounds(moment, zone)[0]
    whole = moment.replace(second=0, microsecond=0)
    if whole.tzinfo is None:
        return resolve(whole, zone).instant
    instant: datetime = whole.astimezone(UTC)
    if instant.astimezone(whole.tzinfo).replace(tzinfo=None) != whole.replace(tzinfo=None):
        raise LocalTimeMissing(time=f"{whole:%H:%M}", date=whole.date().isoformat())
    return instant


def _near(moment: Any, zone: ZoneInfo) -> datetime:
    near: datetime = moment.replace(tzinfo=moment.tzinfo or zone).astimezone(UTC)
    return near


def _uid(event: Event) -> str:
    """Return the event's UID; one without gets a name from what it says, so that a second run knows it again."""
    return str(event.get("UID") or hashlib.sha256(event.to_ical()).hexdigest())


def _which(event: Event, zone: ZoneInfo) -> str:
    """Return the original start of this date of a series, the same whether or not the date was moved."""
    original = event.get("RECURRENCE-ID")
    moment = original.dt if original is not None else event.start
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(0))
    instant: datetime = moment.replace(tzinfo=moment.tzinfo or zone).astimezone(UTC)
    return instant.isoformat()


def _key(uid: str, which: str) -> str:
    return hashlib.sha256(f"{uid}\n{which}".encode()).hexdigest()


def _title(event: Event) -> str:
    """Return the summary in one line without control characters."""
    text = "".join(sign if sign.isprintable() else " " for sign in str(event.get("SUMMARY", "")))
    return " ".join(text.split())[:TITLE_LENGTH]
