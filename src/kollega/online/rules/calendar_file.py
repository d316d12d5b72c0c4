"""A visit as a calendar file for its client's own calendar."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """One visit; `uid` is that of the mails, so that a calendar keeps one entry; `sequence` grows with each change,
    `summary` names the practice and nothing else."""

    uid: str
    sequence: int
    summary: str
    location: str
    url: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    made_at: datetime


def calendar_text(visit: CalendarFile) -> str:
    """Return the file's text: RFC 5545, lines of at most 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kollega//Booking//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{visit.uid}",
        f"SEQUENCE:{visit.sequence}",
        f"DTSTAMP:{_utc(visit.made_at)}",
        f"DTSTART:{_utc(visit.starts_at)}",
        f"DTEND:{_utc(visit.ends_at)}",
        f"SUMMARY:{_escaped(visit.summary)}",
        *([f"LOCATION:{_escaped(visit.location)}"] if visit.location else []),
        f"URL:{visit.url}",
        f"STATUS:{'CANCELLED' if visit.cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    parts, room = [""], 75
    for sign in line:
        size = len(sign.encode())
        if room < size:
            parts.append(" ")
            room = 74
        parts[-1] += sign
        room -= size
    return parts
