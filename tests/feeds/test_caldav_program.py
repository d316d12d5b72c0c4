"""A calendar program that others wrote keeps in step with the real web process (B15)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import caldav
import pytest
from caldav.lib.error import AuthorizationError, DAVError
from icalendar import Calendar

from kollega.feeds.operations.feeds import renew_feed
from kollega.kernel.actor import Actor
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.moving import move
from tests.factories import make_practice
from tests.feeds.caldav import Phone, phone_of
from tests.feeds.making import book_visit
from tests.journeys.serving import Server, serving
from tests.scheduling.factories import make_hours, tomorrow_at

pytestmark = pytest.mark.runtime


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def calendar_at(server: Server, phone: Phone) -> caldav.Calendar:
    """Found as a phone finds it: from the name of the host alone."""
    client = caldav.DAVClient(url=f"{server.address}/.well-known/caldav", username="practice", password=phone.secret)
    (found,) = client.principal().calendars()
    return found


def starts(of: caldav.Event) -> datetime:
    return Calendar.from_ical(of.data).events[0].start.astimezone(UTC)


def test_B15_a_program_lists_follows_and_cannot_write(server: Server) -> None:
    anna: Actor = make_practice()
    make_hours(anna)
    moved, gone = (book_visit(anna, tomorrow_at(anna, hour)) for hour in (9, 11))
    phone = phone_of(anna)
    calendar = calendar_at(server, phone)
    assert str(calendar.get_display_name()).startswith("Kollega")
    day = tomorrow_at(anna, 0)
    listed = calendar.search(start=day, end=day + timedelta(hours=10), event=True, expand=False)
    assert [starts(one) for one in listed] == [tomorrow_at(anna, 9).astimezone(UTC)]

    held = calendar.get_objects_by_sync_token(load_objects=True)
    assert {starts(one) for one in held} == {tomorrow_at(anna, hour).astimezone(UTC) for hour in (9, 11)}
    move(anna, appointment_id=moved, starts_at=tomorrow_at(anna, 15))
    cancel(anna, appointment_id=gone)
    updated, deleted = held.sync()
    assert [starts(one) for one in updated] == [tomorrow_at(anna, 15).astimezone(UTC)]
    assert [str(one.url).rsplit("/", 1)[1] for one in deleted] == [f"{gone}.ics"]

    with pytest.raises(DAVError):
        calendar.add_event(listed[0].data.replace(str(moved), "new"))
    with pytest.raises(DAVError):
        updated[0].delete()
    renew_feed(anna, feed_id=phone.feed_id)
    with pytest.raises(AuthorizationError):
        calendar_at(server, phone)
