"""What another program gets at the secret address of a feed."""

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_http_date_safe

from kollega.edge.access import public
from kollega.edge.feed_readers import Reader, reader_of
from kollega.feeds.enums import Way
from kollega.feeds.operations.feeds import note_read
from kollega.feeds.queries.content import read_feed
from kollega.feeds.rules.writing import calendar_text
from kollega.kernel.clock import real_now
from kollega.kernel.errors import Refusal, TooMany
from kollega.web.feeds.addresses import host

# A second is the finest that Last-Modified can say: what is younger could change within it.
SETTLED = timedelta(seconds=2)


@public("a calendar program reads it by the secret in the address")
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The member's own calendar as text, or that nothing has changed."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    try:
        reader = reader_of(request, secret, Way.ADDRESS)
    except Refusal as refusal:
        return refused(refusal)
    return _answer(request, reader)


def refused(refusal: Refusal) -> HttpResponse:
    """Say no in plain text: programs read it, not people."""
    answer = HttpResponse(f"{refusal.code}\n", status=refusal.status, content_type="text/plain; charset=utf-8")
    if isinstance(refusal, TooMany):
        answer.headers["Retry-After"] = str(refusal.details["retry_after"])
    return answer


def _answer(request: HttpRequest, reader: Reader) -> HttpResponse:
    now, known = real_now(), _known_tags(request)
    content = read_feed(reader.actor, held=reader.held, known=known)
    digest = content.digest
    since = note_read(reader.actor.practice_id, reader.held.feed_id, content_digest=digest, at=now)
    headers = {
        "ETag": f'"{digest}"',
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="calendar.ics"',
    }
    if now - since > SETTLED:
        headers["Last-Modified"] = http_date(since.timestamp())
    if digest in known or (not known and _unchanged_since(request, since, now)):
        return HttpResponse(status=304, headers=headers)
    body = calendar_text(content.entries, host=host(), title=content.title, zone=content.zone)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _known_tags(request: HttpRequest) -> set[str]:
    listed = request.headers.get("If-None-Match", "").split(",")
    return {tag.strip().removeprefix("W/").strip('"') for tag in listed if tag.strip()}


def _unchanged_since(request: HttpRequest, since: datetime, now: datetime) -> bool:
    asked = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    if asked is None or now - since <= SETTLED:
        return False
    return since.replace(microsecond=0) <= datetime.fromtimestamp(asked, UTC)
