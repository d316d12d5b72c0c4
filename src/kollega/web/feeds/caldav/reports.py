"""The three reports on the calendar: by filter, by address, and what has changed since a token."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID
from xml.etree.ElementTree import Element

from django.http import HttpResponse

from kollega.edge.feed_readers import Reader
from kollega.feeds.operations.syncing import changes_since, sync
from kollega.feeds.queries.content import Content, content_at_hand, give
from kollega.feeds.rules.entries import Entry
from kollega.web.feeds.caldav.asking import BadRequest, wanted_of
from kollega.web.feeds.caldav.filters import NotFiltered, test_of
from kollega.web.feeds.caldav.names import CAL, DAV
from kollega.web.feeds.caldav.places import Places
from kollega.web.feeds.caldav.properties import Properties, of_event, with_words
from kollega.web.feeds.caldav.telling import Resource, multistatus, precondition

DATA = f"{CAL}calendar-data"


def report(reader: Reader, places: Places, root: Element | None) -> HttpResponse:
    """Answer a report on the calendar. Refuses with BadRequest without one."""
    if root is None:
        raise BadRequest
    answer = REPORTS.get(root.tag)
    return answer(reader, places, root) if answer else precondition(f"{DAV}supported-report")


def _query(reader: Reader, places: Places, root: Element) -> HttpResponse:
    try:
        test = test_of(root)
    except NotFiltered as refused:
        return precondition(refused.condition)
    content = content_at_hand(reader.actor, held=reader.held)
    matching = {entry.id for entry in content.entries if test(entry)}
    return multistatus(_events(reader, places, root, content, matching), wanted_of(root))


def _multiget(reader: Reader, places: Places, root: Element) -> HttpResponse:
    asked = [(one.text or "").strip() for one in root.findall(f"{DAV}href")]
    ids = {href: places.event_in(href) for href in asked}
    content = content_at_hand(reader.actor, held=reader.held)
    known = {entry.id for entry in content.entries}
    missing = [Resource(href, None) for href, id_ in ids.items() if id_ not in known]
    found = _events(reader, places, root, content, {id_ for id_ in ids.values() if id_ in known})
    return multistatus([*found, *missing], wanted_of(root))


def _changes(reader: Reader, places: Places, root: Element) -> HttpResponse:
    now, token = sync(reader.actor, reader.held), (root.findtext(f"{DAV}sync-token") or "").strip()
    revision = places.revision_in(token) if token else 0
    if token and (revision is None or not now.since <= revision <= now.revision or not revision):
        return precondition(f"{DAV}valid-sync-token")
    told = changes_since(reader.actor, reader.held, revision or 0)
    # Whoever begins anew knows of nothing that could have gone.
    gone = told.gone if token else frozenset()
    most = root.findtext(f"{DAV}limit/{DAV}nresults") or ""
    if most.strip().isdigit() and int(most) < len(told.changed) + len(gone):
        return precondition(f"{DAV}number-of-matches-within-limits", 507)
    found = _events(reader, places, root, now.content, told.changed)
    missing = [Resource(places.event(id_), None) for id_ in sorted(gone)]
    return multistatus([*found, *missing], wanted_of(root), sync_token=places.token(now.revision))


def _events(
    reader: Reader, places: Places, root: Element, content: Content, ids: Iterable[UUID | None]
) -> list[Resource]:
    """Events with their words when these are asked for; they then go through the log."""
    data, chosen = root.find(f"{DAV}prop/{DATA}"), frozenset(ids)
    if data is None:
        listed = [entry for entry in content.entries if entry.id in chosen]
        return [Resource(places.event(entry.id), of_event(places, entry)) for entry in listed]
    given = give(reader.actor, held=reader.held, content=content, wanted=lambda entry: entry.id in chosen)
    as_instants = data.find(f"{CAL}expand") is not None
    return [Resource(places.event(entry.id), _whole(places, entry, as_instants)) for entry in given]


def _whole(places: Places, entry: Entry, as_instants: bool) -> Properties:
    """Expanded events have no zones (RFC 4791 9.6.5); the etag stays that of the event."""
    found = with_words(places, replace(entry, zone="UTC") if as_instants else entry)
    return found | of_event(places, entry)


REPORTS = {f"{CAL}calendar-query": _query, f"{CAL}calendar-multiget": _multiget, f"{DAV}sync-collection": _changes}
