"""One's own calendar in other programs, at a glance."""

from django.http import HttpResponse
from django.shortcuts import render

from kollega.edge.access import PracticeRequest, practice_page
from kollega.feeds.enums import Way
from kollega.feeds.queries.feeds import FeedRow, own_feeds
from kollega.kernel.permissions import Permission
from kollega.web.calendar.practice_address import slug
from kollega.web.feeds.forms import SHOWS_WORDS


@practice_page(Permission.CALENDAR_SEE)
def overview(request: PracticeRequest) -> HttpResponse:
    """Which programs read the calendar."""
    feeds = own_feeds(request.actor)
    context = {
        "area": "settings",
        "practice_slug": slug(request),
        "addresses": _lines(feeds, Way.ADDRESS),
    }
    return render(request, "feeds/overview.html", context)


def _lines(feeds: list[FeedRow], way: Way) -> list[dict[str, object]]:
    return [{"feed": one, "shows": SHOWS_WORDS[one.shows]} for one in feeds if one.way is way]
