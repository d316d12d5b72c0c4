"""The demo's other programs: they read the lead's calendar, and one is read; made again, nothing doubles (B15)."""

from dataclasses import replace
from datetime import timedelta

from django.test import Client, override_settings

from kollega.console.demo.founding import Place
from kollega.console.demo.other_programs import connect
from kollega.console.demo.words import WORDS
from kollega.feeds.queries.feeds import own_feeds
from kollega.feeds.queries.sources import own_sources
from kollega.kernel import clock
from kollega.scheduling.queries.calendar import calendar_range
from kollega.scheduling.queries.lists import month_counts
from kollega.web.demo.cast import PRACTICES
from kollega.web.demo.private_calendar import private_calendar
from tests.factories import make_practice
from tests.scheduling.factories import make_hours


def test_B15_the_demo_has_other_programs_in_use() -> None:
    actor = replace(make_practice(), at=clock.now())
    make_hours(actor)
    place = Place(PRACTICES[0], WORDS["sv"], actor, [actor])
    connect(place)
    assert own_sources(actor) == []
    with override_settings(PRIVATE_CALENDARS=True):
        for _ in range(2):
            connect(place)
    assert {row.name for row in own_feeds(actor) if row.last_read_at} == {"iPhone", "Outlook"}
    (source,) = own_sources(actor)
    assert source.read_at is not None
    first = actor.at.date() + timedelta(days=1)
    span = {"first": first, "last": first + timedelta(days=13)}
    taken = calendar_range(actor, **span).outside
    assert len(taken) >= 5
    assert sum(day.outside_minutes for day in month_counts(actor, **span)) > 0
    assert Client().get("/demo/private-calendar.ics").content == private_calendar()
