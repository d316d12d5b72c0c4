"""Other programs in the demo: a phone and Outlook read the lead's calendar, and a calendar elsewhere takes time."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from kollega.console.demo.founding import Place
from kollega.feeds.enums import Shows, Way
from kollega.feeds.models import Source
from kollega.feeds.operations.feeds import create_feed, note_sync
from kollega.feeds.operations.reading import AHEAD, BACK
from kollega.feeds.operations.sources import add_source
from kollega.feeds.queries.feeds import own_feeds
from kollega.feeds.queries.sources import own_sources
from kollega.feeds.rules.busy_times import busy_times
from kollega.feeds.rules.reading_times import next_reading
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.outside_busy import keep_outside_calendar
from kollega.web.demo.private_calendar import private_calendar

PROGRAMS = ((Way.SYNC, "iPhone", timedelta(minutes=12)), (Way.ADDRESS, "Outlook", timedelta(hours=2)))
NAMES = {"sv": "Privat", "nb": "Privat", "de": "Privat", "fr": "Privé", "en": "Private"}


def connect(place: Place) -> None:
    """Let the lead's other programs read and be read, unless there are some already."""
    lead = place.clinicians[0]
    with transaction.atomic():
        if not own_feeds(lead):
            _let_read(lead)
        # In test an address of the own machine is no calendar.
        if settings.PRIVATE_CALENDARS and not own_sources(lead):
            _be_read(lead, NAMES[place.cast.language])


def _let_read(lead: Actor) -> None:
    for way, name, ago in PROGRAMS:
        feed_id, _secret = create_feed(lead, way=way, name=name, shows=Shows.BUSY, with_blocks=way is Way.SYNC)
        note_sync(lead.practice_id, feed_id, at=real_now() - ago)


def _be_read(lead: Actor, name: str) -> None:
    """The web process serves the calendar once it runs; what it says is kept at once, as the first reading would."""
    source_id = add_source(lead, name=name, address=settings.PUBLIC_URL + reverse("demo:private_calendar"))
    now = real_now()
    found = busy_times(private_calendar(), lead.timezone, lead.at - BACK, lead.at + AHEAD)
    with tenant(lead.practice_id):
        keep_outside_calendar(
            lead,
            calendar_id=source_id,
            membership_id=lead.own_membership,
            read_at=now,
            busy=found.stretches,
        )
        Source.objects.filter(id=source_id).update(read_at=now, next_at=next_reading(now, failures=0))
