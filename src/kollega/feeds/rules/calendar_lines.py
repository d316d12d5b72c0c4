"""The lines of a calendar file from anywhere, cut down to what says when somebody is busy.

A reader that forgives: any line ends, folding, character set; an entry that is broken is left out and counted, the
others are kept. Nothing that says what an entry is about passes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_ENTRIES = 20_000
# A DURATION of hours is exact, one of days follows the clock (RFC 5545 3.3.6). The library takes both by the clock.
EXACT_SECONDS = "X-EXACT-SECONDS"
_EXACT = re.compile(r"DURATION(?:;[^:]*)?:\+?PT(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?$", re.IGNORECASE)
KEPT = frozenset(
    {
        "UID",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "TRANSP",
        "STATUS",
        "SEQUENCE",
        "DTSTAMP",
        "X-MICROSOFT-CDO-BUSYSTATUS",
        "FREEBUSY",
    }
)
_UNTIL = re.compile(r"(UNTIL=\d{8})(?=;|$)", re.IGNORECASE)
_PARTS = frozenset({"VEVENT", "VFREEBUSY"})
_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
_END = re.compile(r"\r\n|\n|\r")
_NAME = re.compile(r"[A-Za-z0-9-]+")


class NotACalendar(Exception):
    """What came is something else, such as a web page, or holds too many entries."""


@dataclass(slots=True)
class Found:
    """Entries by kind as their kept lines; zones by name as their whole text. `broken` counts what did not end."""

    events: list[list[str]] = field(default_factory=list)
    free_busy: list[list[str]] = field(default_factory=list)
    zones: dict[str, list[str]] = field(default_factory=dict)
    broken: int = 0


def text_of(data: bytes) -> str:
    """Decode: UTF-16 and UTF-8 by their marks, else UTF-8, else as Windows writes western text. Never fails."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def calendar_lines(data: bytes) -> Found:
    """Cut the file into entries. Raises NotACalendar."""
    lines = _END.split(_FOLD.sub("", text_of(data)))
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines):
        raise NotACalendar
    found = Found()
    for kind, part, method in _parts(lines, found):
        if kind == "VTIMEZONE":
            found.zones.setdefault(_value(part, "TZID"), part)
        elif method == "CANCEL":
            continue
        elif kind == "VEVENT":
            found.events.append(_with_whole_last_day(part))
        else:
            found.free_busy.append(part)
        if len(found.events) + len(found.free_busy) > MOST_ENTRIES:
            raise NotACalendar
    return found


def _parts(lines: list[str], found: Found) -> Iterator[tuple[str, list[str], str]]:
    """Yield kind, lines and the calendar's METHOD of each part that is whole."""
    kind, part, inner, method = "", [""], "", ""
    for raw in lines:
        line = raw.strip()
        word, _, value = line.partition(":")
        word, value = word.upper(), value.strip().upper()
        if word == "BEGIN" and (value in _PARTS or value == "VTIMEZONE"):
            found.broken += bool(kind)
            kind, part, inner = value, [], ""
        elif word == "END" and value == kind and kind:
            yield kind, part, method
            kind = ""
        elif word in ("BEGIN", "END") and value == "VCALENDAR":
            found.broken += bool(kind)
            kind, method = "", ""
        elif not kind:
            method = value if word == "METHOD" else method
        else:
            inner = _inside(kind, word, value, inner)
            if kind == "VTIMEZONE" or (not inner and _name(line) in KEPT):
                part.append(line)
                part += _exact(line)
    found.broken += bool(kind)


def _exact(line: str) -> list[str]:
    match = _EXACT.match(line)
    if match is None:
        return []
    hours, minutes, seconds = (int(number or 0) for number in match.groups())
    return [f"{EXACT_SECONDS}:{hours * 3600 + minutes * 60 + seconds}"]


def _with_whole_last_day(part: list[str]) -> list[str]:
    """A series of times that ends with a date ends with that day, not with its midnight."""
    if not re.fullmatch(r"\d{8}T.*", _value(part, "DTSTART")):
        return part
    return [_UNTIL.sub(r"\1T235959", line) if _name(line) == "RRULE" else line for line in part]


def _inside(kind: str, word: str, value: str, inner: str) -> str:
    """Return the name of the part inside an entry, such as an alarm, in which the next line lies."""
    if word == "BEGIN" and not inner:
        return value
    if word == "END" and value == inner:
        return ""
    return inner


def _name(line: str) -> str:
    match = _NAME.match(line)
    return match.group().upper() if match and line[match.end() : match.end() + 1] in (":", ";") else ""


def _value(part: list[str], name: str) -> str:
    return next((line.split(":", 1)[1].strip() for line in part if _name(line) == name and ":" in line), "")
