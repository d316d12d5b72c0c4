"""What calendar programs can ask of the root, the person, the calendar and each event. Nobody may write (RFC 3744)."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from django.utils.http import http_date

from kollega.feeds.rules.entries import Entry
from kollega.feeds.rules.writing import calendar_text
from kollega.web.feeds.addresses import host
from kollega.web.feeds.caldav.names import CAL, DAV, SERVER
from kollega.web.feeds.caldav.places import Places
from kollega.web.feeds.caldav.telling import element

Properties = dict[str, Element]
EVENT_TYPE = "text/calendar; charset=utf-8; component=vevent"
REPORTS = (f"{CAL}calendar-query", f"{CAL}calendar-multiget", f"{DAV}sync-collection")


def of_root(places: Places) -> Properties:
    return _all([_type("collection"), *_everywhere(places)])


def of_person(places: Places, name: str) -> Properties:
    """The person as principal, and the place of the one calendar."""
    return _all(
        [
            _type("collection", "principal"),
            *_everywhere(places),
            element(f"{DAV}displayname", text=name),
            element(f"{DAV}principal-URL", _href(places.person)),
            element(f"{CAL}calendar-home-set", _href(places.person)),
        ]
    )


def of_calendar(places: Places, title: str, revision: int) -> Properties:
    """The calendar; its tags change with any word of any event."""
    kind = element(f"{DAV}resourcetype", Element(f"{DAV}collection"), Element(f"{CAL}calendar"))
    data = Element(f"{CAL}calendar-data", {"content-type": "text/calendar", "version": "2.0"})
    reports = [element(f"{DAV}supported-report", element(f"{DAV}report", Element(one))) for one in REPORTS]
    return _all(
        [
            kind,
            *_everywhere(places),
            element(f"{DAV}displayname", text=title),
            element(f"{SERVER}getctag", text=str(revision)),
            element(f"{DAV}getetag", text=f'"{revision}"'),
            element(f"{DAV}sync-token", text=places.token(revision)),
            element(f"{DAV}supported-report-set", *reports),
            element(f"{CAL}supported-calendar-component-set", Element(f"{CAL}comp", {"name": "VEVENT"})),
            element(f"{CAL}supported-calendar-data", data),
        ]
    )


def of_event(places: Places, entry: Entry) -> Properties:
    """One event without what it says."""
    return _all(
        [
            Element(f"{DAV}resourcetype"),
            element(f"{DAV}getetag", text=f'"{entry.etag}"'),
            element(f"{DAV}getcontenttype", text=EVENT_TYPE),
            element(f"{DAV}getlastmodified", text=http_date(entry.changed_at.timestamp())),
            *_everywhere(places),
        ]
    )


def with_words(places: Places, entry: Entry) -> Properties:
    """One event with all its words; only for entries that `give` has handed out."""
    words = calendar_text([entry], host=host()).decode()
    return of_event(places, entry) | _all([element(f"{CAL}calendar-data", text=words)])


def _everywhere(places: Places) -> list[Element]:
    rights = [element(f"{DAV}privilege", Element(f"{DAV}{one}")) for one in ("read", "read-current-user-privilege-set")]
    return [
        element(f"{DAV}current-user-principal", _href(places.person)),
        element(f"{DAV}owner", _href(places.person)),
        element(f"{DAV}current-user-privilege-set", *rights),
    ]


def _type(*names: str) -> Element:
    return element(f"{DAV}resourcetype", *(Element(f"{DAV}{one}") for one in names))


def _href(path: str) -> Element:
    return element(f"{DAV}href", text=path)


def _all(properties: Iterable[Element]) -> Properties:
    return {one.tag: one for one in properties}
