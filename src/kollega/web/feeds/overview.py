"""One's own calendar in other programs, and theirs here, at a glance."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kollega.edge.access import PracticeRequest, practice_page
from kollega.feeds.enums import Way
from kollega.feeds.queries.feeds import FeedRow, own_feeds
from kollega.feeds.queries.sources import SourceRow, mirror_state, own_sources
from kollega.kernel.permissions import Permission
from kollega.web.calendar.outside import age_words
from kollega.web.calendar.practice_address import slug
from kollega.web.feeds.forms import SHOWS_WORDS
from kollega.web.feeds.words import failure_words, left_out_words


@dataclass(frozen=True, slots=True)
class SourceLine:
    """`age` is empty before the first reading; `failure` after a good one."""

    id: UUID
    name: str
    host: str
    age: str
    failure: str
    left_out: str


@practice_page(Permission.CALENDAR_SEE)
def overview(request: PracticeRequest) -> HttpResponse:
    """Which programs read the calendar, and which calendars are read."""
    actor, feeds = request.actor, own_feeds(request.actor)
    own_hours = actor.may(Permission.HOURS_MANAGE_OWN)
    context = {
        "area": "settings",
        "practice_slug": slug(request),
        "phones": _lines(feeds, Way.SYNC),
        "addresses": _lines(feeds, Way.ADDRESS),
        "has_column": own_hours,
        "sources": [_source_line(one) for one in own_sources(actor)] if own_hours else [],
        "mirror": mirror_state(actor) if own_hours else None,
    }
    return render(request, "feeds/overview.html", context)


def _lines(feeds: list[FeedRow], way: Way) -> list[dict[str, object]]:
    return [{"feed": one, "shows": SHOWS_WORDS[one.shows]} for one in feeds if one.way is way]


def _source_line(one: SourceRow) -> SourceLine:
    return SourceLine(
        id=one.id,
        name=one.name,
        host=one.host,
        age=age_words(one.read_at) if one.read_at else "",
        failure=failure_words(one.failure),
        left_out=left_out_words(one.left_out),
    )
