"""Today: the next client, the day, the steps of the first days."""

from datetime import timedelta
from uuid import UUID

from kollega.scheduling.operations.booking import book
from tests.factories import make_practice
from tests.pages import slug_of
from tests.signing_in import client_of
from tests.web.calendar.calendars import make_calendar


def test_the_first_days_are_ticked_by_data() -> None:
    actor = make_practice()
    browser, base = client_of(actor), f"/p/{slug_of(actor)}/calendar/"
    html = browser.get(f"{base}today/").content.decode()
    assert "Nothing booked today" in html
    assert html.count("check-row") == 4
    assert "check-done" not in html
    browser.post(f"{base}settings/rooms/new/", {"name": "Blue room"})
    assert browser.get(f"{base}today/").content.decode().count("check-done") == 1


def test_the_next_client_stands_first_and_attendance_is_one_click() -> None:
    calendar = make_calendar()
    actor = calendar.actor
    start = (actor.at - timedelta(minutes=10)).replace(second=0, microsecond=0)
    if start.astimezone(actor.timezone).date() != (start + timedelta(minutes=60)).astimezone(actor.timezone).date():
        start -= timedelta(hours=1)
    booked = book(
        actor,
        client_id=calendar.client_id,
        service_id=calendar.service_id,
        clinician_id=actor.membership_id or UUID(int=0),
        starts_at=start,
        outside_hours_reason="test",
    )
    html = calendar.browser.get(f"{calendar.base}today/").content.decode()
    assert calendar.family in html
    assert 'value="completed"' in html
    done = calendar.browser.post(
        f"{calendar.base}{booked.appointment_id}/attendance/", {"status": "completed", "row": "today"}, follow=True
    )
    assert done.redirect_chain[-1][0].endswith("/today/")
    assert 'aria-pressed="true"' in done.content.decode()
    assert "check-row" not in done.content.decode()
