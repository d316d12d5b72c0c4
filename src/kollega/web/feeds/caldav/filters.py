"""The filter of a calendar-query: events by time and by their id (RFC 4791 9.7)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from kollega.feeds.rules.entries import Entry
from kollega.web.feeds.addresses import host
from kollega.web.feeds.caldav.names import CAL


@dataclass(frozen=True, slots=True)
class NotFiltered(Exception):
    """The condition of RFC 4791 7.8 that a filter does not meet."""

    condition: str


Test = Callable[[Entry], bool]
UNKNOWN = NotFiltered(f"{CAL}supported-filter")
BROKEN = NotFiltered(f"{CAL}valid-filter")
EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def test_of(root: Element) -> Test:
    """Return which entries a query asks for. Raises NotFiltered for what is not known here."""
    outer = root.find(f"{CAL}filter/{CAL}comp-filter")
    if outer is None or outer.get("name", "").upper() != "VCALENDAR":
        raise BROKEN
    tests = [_component(one) for one in outer]
    return lambda entry: all(test(entry) for test in tests)


def time_range(of: Element) -> tuple[datetime, datetime]:
    """Return begin and end of a time-range; either may be open."""
    starts, ends = _moment(of.get("start"), EARLIEST), _moment(of.get("end"), LATEST)
    if starts >= ends or not of.keys():
        raise BROKEN
    return starts, ends


def _component(of: Element) -> Test:
    if of.tag != f"{CAL}comp-filter":
        raise UNKNOWN
    there = of.get("name", "").upper() == "VEVENT"
    if of.find(f"{CAL}is-not-defined") is not None:
        return lambda _entry: not there
    if not there:
        return lambda _entry: False
    tests = [_of_event(one) for one in of]
    return lambda entry: all(test(entry) for test in tests)


def _of_event(of: Element) -> Test:
    if of.tag == f"{CAL}time-range":
        starts, ends = time_range(of)
        return lambda entry: entry.starts_at < ends and entry.ends_at > starts
    text = of.find(f"{CAL}text-match")
    if of.tag != f"{CAL}prop-filter" or of.get("name", "").upper() != "UID" or text is None:
        raise UNKNOWN
    part, negated = (text.text or "").lower(), text.get("negate-condition") == "yes"
    return lambda entry: (part in f"{entry.id}@{host()}".lower()) is not negated


def _moment(text: str | None, missing: datetime) -> datetime:
    if text is None:
        return missing
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise BROKEN from error
