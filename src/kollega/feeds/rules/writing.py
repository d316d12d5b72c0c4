"""Writing a calendar as iCalendar text (RFC 5545) with the library icalendar."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from kollega.feeds.rules.entries import Entry
from kollega.scheduling.rules.vtimezone import vtimezone

PRODUCT = "-//Kollega//Calendar//EN"
UTC_ZONES = {"UTC", "Etc/UTC"}


def calendar_text(entries: Collection[Entry], *, host: str, title: str = "", zone: str = "") -> bytes:
    """Return one calendar with all entries; `title` and `zone` name a whole feed, an object of sync has none."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    if title:
        calendar.add("METHOD", "PUBLISH")
        calendar.add("X-WR-CALNAME", title)
        calendar.add("NAME", title)
        calendar.add("X-WR-TIMEZONE", zone)
        calendar.add("REFRESH-INTERVAL;VALUE=DURATION", "PT15M")
        calendar.add("X-PUBLISHED-TTL", "PT15M")
    for name, years in _zones(entries, zone).items():
        calendar.add_component(vtimezone(name, min(years), max(years)))
    for entry in entries:
        calendar.add_component(_event(entry, host))
    text: bytes = calendar.to_ical()
    return text


def _zones(entries: Collection[Entry], zone: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for entry in entries:
        years = found.setdefault(entry.zone, set())
        years |= {entry.starts_at.year - 1, entry.ends_at.year + 1}
    return {name: years for name, years in found.items() if name not in UTC_ZONES}


def _event(entry: Entry, host: str) -> Event:
    event = Event()
    event.add("UID", f"{entry.id}@{host}")
    event.add("DTSTAMP", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("LAST-MODIFIED", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("SEQUENCE", entry.version - 1)
    for name, moment in _times(entry).items():
        event.add(name, moment)
    event.add("SUMMARY", entry.summary)
    if entry.place:
        event.add("LOCATION", entry.place)
    event.add("CLASS", "PRIVATE")
    event.add("STATUS", "TENTATIVE" if entry.tentative else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if entry.free else "OPAQUE")
    return event


def _times(entry: Entry) -> dict[str, Any]:
    """Local times with their zone; instants where a local time would be read as the first of two (RFC 5545 3.3.5)."""
    instants = {"DTSTART": entry.starts_at, "DTEND": entry.ends_at}
    if entry.zone in UTC_ZONES:
        return {name: _instant(moment) for name, moment in instants.items()}
    local = {name: moment.astimezone(ZoneInfo(entry.zone)) for name, moment in instants.items()}
    if any(moment.fold for moment in local.values()):
        return {name: _instant(moment) for name, moment in instants.items()}
    return local


def _instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
