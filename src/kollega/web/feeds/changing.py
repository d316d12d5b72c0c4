"""Changing, renewing and ending what another program reads."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.feeds.enums import Shows
from kollega.feeds.operations.feeds import change_feed, end_feed, renew_feed
from kollega.feeds.queries.feeds import FeedRow, own_feeds
from kollega.kernel.errors import BadInput, NotFound
from kollega.kernel.permissions import Permission
from kollega.web.calendar.practice_address import slug
from kollega.web.feeds.forms import FeedForm
from kollega.web.feeds.making import show_secret
from kollega.web.refused import show_in


@practice_page(Permission.CALENDAR_SEE)
def change(request: PracticeRequest, feed_id: UUID) -> HttpResponse:
    """Change what a program is called and what it is shown."""
    feed = _found(request, feed_id)
    initial = {"name": feed.name, "shows": feed.shows.value, "with_blocks": feed.with_blocks}
    form = FeedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            change_feed(
                request.actor,
                feed_id=feed_id,
                name=data["name"],
                shows=Shows(data["shows"]),
                with_blocks=data["with_blocks"],
                names_confirmed=data["names_confirmed"],
            )
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Saved. The program shows it when it reads the next time."))
            return redirect("feeds:overview", slug(request))
    context = {"area": "settings", "practice_slug": slug(request), "form": form, "feed": feed}
    return render(request, "feeds/change.html", context, status=422 if form.errors else 200)


@practice_page(Permission.CALENDAR_SEE)
@require_POST
def renew(request: PracticeRequest, feed_id: UUID) -> HttpResponse:
    """Make the old secret worthless and show a new one."""
    feed = _found(request, feed_id)
    return show_secret(request, feed_id, feed.way, renew_feed(request.actor, feed_id=feed_id))


@practice_page(Permission.CALENDAR_SEE)
@require_POST
def end(request: PracticeRequest, feed_id: UUID) -> HttpResponse:
    """End it at once."""
    end_feed(request.actor, feed_id=feed_id)
    messages.success(request, _("Ended. The program can no longer read your calendar."))
    return redirect("feeds:overview", slug(request))


def _found(request: PracticeRequest, feed_id: UUID) -> FeedRow:
    found = next((one for one in own_feeds(request.actor) if one.id == feed_id), None)
    if found is None:
        raise NotFound
    return found
