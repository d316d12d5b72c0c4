"""One's own calendar for phones and calendar programs that keep in step by CalDAV (RFC 4791). Nothing is written."""

import functools
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from kollega.edge.access import View, public
from kollega.edge.feed_readers import Reader, reader_by_password
from kollega.feeds.operations.feeds import note_sync
from kollega.feeds.operations.syncing import sync
from kollega.feeds.queries.content import content_at_hand, give
from kollega.feeds.rules.writing import calendar_text
from kollega.kernel.clock import real_now
from kollega.kernel.errors import NotFound, Refusal
from kollega.web.feeds.addresses import host
from kollega.web.feeds.caldav.asking import read_xml, wanted_of
from kollega.web.feeds.caldav.names import DAV
from kollega.web.feeds.caldav.places import Places
from kollega.web.feeds.caldav.places import root as root_path
from kollega.web.feeds.caldav.properties import EVENT_TYPE, of_calendar, of_event, of_person, of_root
from kollega.web.feeds.caldav.reports import report
from kollega.web.feeds.caldav.telling import Resource, multistatus, precondition
from kollega.web.feeds.reading import refused

READS = ("OPTIONS", "GET", "HEAD", "PROPFIND", "REPORT")
ALLOWED = {"Allow": ", ".join(READS), "DAV": "1, 3, calendar-access"}
CHALLENGE = {"WWW-Authenticate": 'Basic realm="Kollega", charset="UTF-8"'}
Serve = Callable[..., HttpResponse]


def _served(serve: Serve) -> View:
    """Only reading, by a password of the feed that the address names; whoever has none is asked for it."""

    @public("a calendar program shows the password of the feed with each request")
    @functools.wraps(serve)
    def run(request: HttpRequest, **which: UUID) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(headers=ALLOWED)
        if request.method not in READS:
            return precondition(f"{DAV}need-privileges")
        try:
            reader = reader_by_password(request)
            if reader is None:
                return HttpResponse(status=401, headers=CHALLENGE)
            if which.pop("feed_id", reader.held.feed_id) != reader.held.feed_id:
                raise NotFound
            note_sync(reader.actor.practice_id, reader.held.feed_id, at=real_now())
            answer = serve(request, reader, Places(reader.held.feed_id), **which)
        except Refusal as refusal:
            answer = refused(refusal)
        answer.headers.setdefault("DAV", ALLOWED["DAV"])
        return answer

    run.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is changed, and no cookie is looked at
    return run


@public("calendar programs look here for where CalDAV is, before they have shown a password")
def well_known(request: HttpRequest) -> HttpResponseBase:
    """Lead to the root (RFC 6764)."""
    if request.method not in READS:
        return precondition(f"{DAV}need-privileges")
    return HttpResponsePermanentRedirect(root_path())


well_known.csrf_exempt = True  # type: ignore[attr-defined]  # it only leads on


@_served
def root(request: HttpRequest, reader: Reader, places: Places) -> HttpResponse:
    """Where a program begins: who it reads for."""
    return _listed(request, [Resource(root_path(), of_root(places))], [])


@_served
def person(request: HttpRequest, reader: Reader, places: Places) -> HttpResponse:
    """The person, and at depth 1 the one calendar."""
    member = reader.held.membership
    own = Resource(places.person, of_person(places, member.practice_name))
    inner = []
    if request.headers.get("Depth") == "1":
        now = sync(reader.actor, reader.held)
        inner = [Resource(places.calendar, of_calendar(places, now.content.title, now.revision))]
    return _listed(request, [own], inner)


@_served
def calendar(request: HttpRequest, reader: Reader, places: Places) -> HttpResponse:
    """The calendar, its events at depth 1, and reports on it."""
    if request.method == "REPORT":
        return report(reader, places, read_xml(request.body))
    now = sync(reader.actor, reader.held)
    own = Resource(places.calendar, of_calendar(places, now.content.title, now.revision))
    inner = [Resource(places.event(entry.id), of_event(places, entry)) for entry in now.content.entries]
    return _listed(request, [own], inner)


@_served
def event(request: HttpRequest, reader: Reader, places: Places, appointment_id: UUID) -> HttpResponse:
    """One event: what is known of it, or its words."""
    content = content_at_hand(reader.actor, held=reader.held)
    found = next((entry for entry in content.entries if entry.id == appointment_id), None)
    if found is None:
        raise NotFound
    if request.method not in {"GET", "HEAD"}:
        return _listed(request, [Resource(places.event(found.id), of_event(places, found))], [])
    headers = {"ETag": f'"{found.etag}"', "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    given = give(reader.actor, held=reader.held, content=content, wanted=lambda entry: entry.id == appointment_id)
    return HttpResponse(calendar_text(given, host=host()), content_type=EVENT_TYPE, headers=headers)


def _listed(request: HttpRequest, own: list[Resource], inner: list[Resource]) -> HttpResponse:
    """Answer a PROPFIND; lists without an end are not given (RFC 4918 9.1)."""
    if request.method == "REPORT":
        return precondition(f"{DAV}supported-report")
    if request.method != "PROPFIND":
        return HttpResponse(status=405, headers={"Allow": "OPTIONS, PROPFIND, REPORT"})
    depth, wanted = request.headers.get("Depth", "infinity"), wanted_of(read_xml(request.body))
    if depth not in {"0", "1"}:
        return precondition(f"{DAV}propfind-finite-depth")
    return multistatus([*own, *(inner if depth == "1" else [])], wanted)
