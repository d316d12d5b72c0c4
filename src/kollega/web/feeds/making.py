"""Letting another program read one's own calendar: the form, and the secret that is shown once."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kollega.edge.access import PracticeRequest, practice_page
from kollega.feeds.enums import Shows, Way
from kollega.feeds.operations.feeds import create_feed
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.web.calendar.practice_address import slug
from kollega.web.feeds.addresses import as_webcal, feed_address, sync_address, sync_server
from kollega.web.feeds.forms import FeedForm
from kollega.web.feeds.steps import keeping_in_step, subscribing
from kollega.web.refused import show_in


@practice_page(Permission.CALENDAR_SEE)
def new_address(request: PracticeRequest) -> HttpResponse:
    """Make an address, and show it once."""
    return _new(request, Way.ADDRESS)


@practice_page(Permission.CALENDAR_SEE)
def new_phone(request: PracticeRequest) -> HttpResponse:
    """Make a password for a phone that keeps in step, and show it once."""
    return _new(request, Way.SYNC)


def _new(request: PracticeRequest, way: Way) -> HttpResponse:
    form, status = FeedForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            feed_id, secret = create_feed(
                request.actor,
                way=way,
                name=data["name"],
                shows=Shows(data["shows"]),
                with_blocks=data["with_blocks"],
                names_confirmed=data["names_confirmed"],
            )
        except Refusal as refusal:
            status = show_in(form, refusal)
        else:
            return show_secret(request, feed_id, way, secret)
    context = {"area": "settings", "practice_slug": slug(request), "form": form, "way": way}
    return render(request, "feeds/new.html", context, status=422 if form.errors and status == 200 else status)


def show_secret(request: PracticeRequest, feed_id: UUID, way: Way, secret: str) -> HttpResponse:
    """Answer with the page that shows a new secret, this once."""
    context = {"area": "settings", "practice_slug": slug(request)}
    if way is Way.SYNC:
        entered = [
            ("server", _("Server"), sync_server()),
            ("user_name", _("User name"), slug(request)),
            ("password", _("Password"), secret),
        ]
        more = {"entered": entered, "steps": keeping_in_step(sync_address(feed_id))}
        return render(request, "feeds/made_phone.html", context | more)
    address = feed_address(secret)
    made = {"address": address, "webcal": as_webcal(address), "steps": subscribing()}
    return render(request, "feeds/made.html", context | made)
