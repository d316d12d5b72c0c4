"""From a calendar file to the time that is taken in it: begins and ends, nothing else (RFC 5545).

Library: icalendar reads the lines, recurring-ical-events applies RRULE, RDATE, EXDATE and RECURRENCE-ID.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component, Event

from kollega.feeds.rules.calendar_lines import EXACT_SECONDS, Found, NotACalendar, calendar_lines
from kollega.feeds.rules.zone_names import known_zone, own_name, renamed
from kollega.scheduling.rules.ics import LARGEST_BYTES, MOST_OCCURRENCES, problem_of
from kollega.scheduling.rules.localtime import day_bounds
from kollega.scheduling.rules.overlap import Stretch, joined

MOST_STRETCHES = 5_000
LONGEST_WORK = 20.0
_FREE = frozenset({"FREE", "WORKINGELSEWHERE"})


@dataclass(frozen=True, slots=True)
class BusyTimes:
    """`stretches` are in order and neither overlap nor touch; `left_out` entries could not be read."""

    stretches: list[Stretch]
    left_out: int


def busy_times(data: bytes, zone: ZoneInfo, first: datetime, last: datetime) -> BusyTimes:
    """Return what is taken between two instants. Times without a zone are meant in `zone`.

    Raises NotACalendar, also for what is beyond the bounds (5 MB, 20,000 entries). Of one series 1,500 dates count, of
    the whole 5,000 stretches; an entry that cannot be read, or repeats more often than hourly, is left out.
    """
    if len(data) > LARGEST_BYTES:
        raise NotACalendar
    found = calendar_lines(data)
    calendar, lost = _parsed(found)
    groups: dict[str, list[Event]] = {}
    for number, event in enumerate(calendar.events):
        groups.setdefault(str(event.get("UID") or f"without {number}"), []).append(event)
    taken: list[Stretch] = []
    left_out = found.broken + lost
    until = time.monotonic() + LONGEST_WORK
    for group in groups.values():
        if time.monotonic() > until:
            left_out += 1
            continue
        stretches = _of_series(_newest(group), zone, first, last)
        left_out += stretches is None
        taken += stretches or ()
    for part in calendar.walk("VFREEBUSY"):
        taken += _of_free_busy(part, zone)
    inside = (_clipped(one, first, last) for one in taken)
    return BusyTimes(joined(one for one in inside if one is not None)[:MOST_STRETCHES], left_out)


def _parsed(found: Found) -> tuple[Calendar, int]:
    """Return a calendar of whole entries, and how many of them the library cannot take at all."""
    own = {name: own_name(lines) for name, lines in found.zones.items() if not known_zone(name)}
    zones = [text for name, lines in found.zones.items() if name in own and (text := _zone(lines, own[name]))]
    parts = [("VEVENT", lines) for lines in found.events] + [("VFREEBUSY", lines) for lines in found.free_busy]
    texts = [_block(kind, [renamed(line, own) for line in lines]) for kind, lines in parts]
    calendar = _read([*zones, *texts])
    if calendar is not None:
        return calendar, 0
    good = [text for text in texts if _read([*zones, text]) is not None]
    return _read([*zones, *good]) or Calendar(), len(texts) - len(good)


def _zone(lines: list[str], name: str) -> str:
    """Return the definition under the new name, empty when the library cannot read it."""
    text = _block("VTIMEZONE", [f"TZID:{name}", *(line for line in lines if not line.upper().startswith("TZID"))])
    return text if _read([text]) is not None else ""


def _block(kind: str, lines: Iterable[str]) -> str:
    return "\r\n".join([f"BEGIN:{kind}", *lines, f"END:{kind}"])


def _read(blocks: list[str]) -> Calendar | None:
    try:
        return Calendar.from_ical("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *blocks, "END:VCALENDAR", ""]))
    except Exception:
        return None


def _newest(group: list[Event]) -> list[Event]:
    """Of several versions of one date keep the one with the highest SEQUENCE, then DTSTAMP, then the last."""
    best: dict[str, tuple[tuple[int, str], Event]] = {}
    for event in group:
        which = event.get("RECURRENCE-ID")
        key = which.to_ical().decode() if hasattr(which, "to_ical") else ""
        rank = (_number(event.get("SEQUENCE")), _text(event, "DTSTAMP"))
        if key not in best or rank >= best[key][0]:
            best[key] = (rank, event)
    for _rank, event in best.values():
        # The library would drop a moved date whose series was edited later.
        event.pop("SEQUENCE", None)
    return [event for _rank, event in best.values()]


def _of_series(group: list[Event], zone: ZoneInfo, first: datetime, last: datetime) -> list[Stretch] | None:
    """Return the taken time of one event with all its dates, None when it cannot be read."""
    if problem_of(group) is not None or any(_ends_before_it_starts(event, zone) for event in group):
        return None
    calendar = Calendar()
    for event in group:
        calendar.add_component(event)
    try:
        dates = recurring_ical_events.of(calendar).between(first.astimezone(zone), last.astimezone(zone))
        return [one for event in dates[:MOST_OCCURRENCES] if (one := _stretch(event, zone)) is not None]
    except Exception:
        return None


def _stretch(event: Event, zone: ZoneInfo) -> Stretch | None:
    if not _takes_time(event):
        return None
    starts_at = _instant(event.start, zone)
    exact = _number(event.get(EXACT_SECONDS))
    ends_at = starts_at + timedelta(seconds=exact) if exact else _instant(event.end, zone)
    return Stretch(starts_at, ends_at) if starts_at < ends_at else None


def _ends_before_it_starts(event: Event, zone: ZoneInfo) -> bool:
    return _instant(event.start, zone) > _instant(event.end, zone)


def _takes_time(event: Event) -> bool:
    return not (
        _text(event, "STATUS") == "CANCELLED"
        or _text(event, "TRANSP") == "TRANSPARENT"
        or _text(event, "X-MICROSOFT-CDO-BUSYSTATUS") in _FREE
    )


def _instant(moment: date | datetime, zone: ZoneInfo) -> datetime:
    """A date is its first moment. A local time in a gap is read with the offset before it (RFC 5545 3.3.5)."""
    if not isinstance(moment, datetime):
        return day_bounds(moment, zone)[0]
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _of_free_busy(part: Component, zone: ZoneInfo) -> Iterator[Stretch]:
    listed = part.get("FREEBUSY", [])
    for period in listed if isinstance(listed, list) else [listed]:
        if str(period.params.get("FBTYPE", "BUSY")).upper() == "FREE":
            continue
        starts, ends = period.dt
        end = starts + ends if isinstance(ends, timedelta) else ends
        stretch = Stretch(_instant(starts, zone), _instant(end, zone))
        if stretch.starts_at < stretch.ends_at:
            yield stretch


def _clipped(one: Stretch, first: datetime, last: datetime) -> Stretch | None:
    starts_at, ends_at = max(one.starts_at, first), min(one.ends_at, last)
    return Stretch(starts_at, ends_at) if starts_at < ends_at else None


def _text(event: Event, name: str) -> str:
    value: Any = event.get(name, "")
    return (value.to_ical().decode() if hasattr(value, "to_ical") else str(value)).strip().upper()


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0
