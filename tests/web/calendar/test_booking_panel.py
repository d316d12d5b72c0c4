"""Booking from the panel and from the page: success, conflict, validation."""

import json
import re
from datetime import timedelta
from uuid import uuid4

from kollega.scheduling.enums import Status
from kollega.scheduling.queries.appointments import appointments_of_client
from tests.factories import make_practice
from tests.web.calendar.calendars import PANEL, Calendar, make_calendar


def visits(calendar: Calendar) -> int:
    return len(appointments_of_client(calendar.actor, client_id=calendar.client_id).coming)


def test_B1_the_panel_is_a_fragment_and_the_same_address_a_page() -> None:
    calendar = make_calendar()
    address = f"{calendar.base}new/?date={calendar.day}&start=10:00&client={calendar.client_id}"
    fragment = calendar.browser.get(address, **PANEL).content.decode()
    page = calendar.browser.get(address).content.decode()
    assert "<html" not in fragment
    assert "<html" in page
    for html in (fragment, page):
        assert 'value="10:00"' in html
        assert f'value="{calendar.client_id}"' in html


def test_booking_closes_the_panel_and_offers_an_undo() -> None:
    calendar = make_calendar()
    answer = calendar.browser.post(f"{calendar.base}new/", calendar.form(), **PANEL)
    assert answer.status_code == 204, answer.content
    events = json.loads(answer.headers["HX-Trigger"])
    assert events["panel-close"]
    assert events["calendar-changed"]
    assert "/undo/" in events["toast"]["action"]["url"]
    assert calendar.family not in events["toast"]["text"]
    assert visits(calendar) == 1


def test_booking_without_script_leads_to_the_appointment() -> None:
    calendar = make_calendar()
    answer = calendar.browser.post(f"{calendar.base}new/", calendar.form(), follow=True)
    assert answer.status_code == 200
    assert calendar.family in answer.content.decode()


def test_BK12_the_same_key_books_once() -> None:
    calendar = make_calendar()
    form = calendar.form(idempotency_key=str(uuid4()))
    first = calendar.browser.post(f"{calendar.base}new/", form, **PANEL)
    second = calendar.browser.post(f"{calendar.base}new/", form, **PANEL)
    assert (first.status_code, second.status_code) == (204, 204)
    assert visits(calendar) == 1


def test_B2_a_taken_time_answers_409_with_three_alternatives_that_book() -> None:
    calendar = make_calendar()
    calendar.visit(10)
    answer = calendar.browser.post(f"{calendar.base}new/", calendar.form("10:15", internal_line="window seat"), **PANEL)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "10:15 is no longer free" in html
    assert "window seat" in html
    slots = re.findall(r'name="slot" value="([^"]+)"', html)
    assert len(slots) == 3
    booked = calendar.browser.post(f"{calendar.base}new/", calendar.form("10:15", slot=slots[0]), **PANEL)
    assert booked.status_code == 204, booked.content
    assert visits(calendar) == 2


def test_outside_working_hours_asks_for_a_reason_and_then_books() -> None:
    calendar = make_calendar()
    asked = calendar.browser.post(f"{calendar.base}new/", calendar.form("19:00"), **PANEL)
    assert asked.status_code == 409
    assert "Book anyway" in asked.content.decode()
    assert visits(calendar) == 0
    form = calendar.form("19:00", outside_hours_reason="only time she can")
    assert calendar.browser.post(f"{calendar.base}new/", form, **PANEL).status_code == 204
    assert visits(calendar) == 1


def test_missing_fields_answer_422_and_keep_what_was_typed() -> None:
    calendar = make_calendar()
    answer = calendar.browser.post(
        f"{calendar.base}new/", calendar.form("half past", client="", internal_line="kept"), **PANEL
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose a client" in html
    assert "kept" in html
    assert "half past" in html
    assert visits(calendar) == 0


def test_TI3_a_foreign_client_is_a_wrong_choice_and_stores_nothing() -> None:
    ours, theirs = make_calendar(), make_calendar()
    answer = ours.browser.post(f"{ours.base}new/", ours.form(client=str(theirs.client_id)), **PANEL)
    assert answer.status_code == 422
    assert theirs.family not in answer.content.decode()
    assert visits(theirs) == 0


def test_B17_an_hour_that_does_not_exist_is_explained() -> None:
    calendar = make_calendar()
    form = calendar.form("02:30") | {"date": "2031-03-30"}
    answer = calendar.browser.post(f"{calendar.base}new/", form, **PANEL)
    assert answer.status_code == 422
    assert "does not exist" in answer.content.decode()


def test_B17_an_hour_that_comes_twice_is_told() -> None:
    calendar = make_calendar()
    form = calendar.form("02:30", outside_hours_reason="night") | {"date": "2031-10-26"}
    answer = calendar.browser.post(f"{calendar.base}new/", form, **PANEL)
    assert answer.status_code == 204, answer.content
    assert "comes twice" in json.loads(answer.headers["HX-Trigger"])["toast"]["text"]


def test_without_a_time_the_next_free_one_is_offered() -> None:
    calendar = make_calendar()
    html = calendar.browser.get(f"{calendar.base}new/?date={calendar.day}", **PANEL).content.decode()
    assert 'value="08:00"' in html


def test_a_private_block_shows_its_title_to_its_clinician_only() -> None:
    calendar = make_calendar()
    form = {
        "title": "Dentist",
        "date": calendar.day,
        "start": "12:00",
        "end": "13:00",
        "clinician": str(calendar.actor.membership_id),
    }
    assert calendar.browser.post(f"{calendar.base}blocks/new/", form, **PANEL).status_code == 204
    again = calendar.browser.post(f"{calendar.base}blocks/new/", form, **PANEL)
    assert again.status_code == 409
    assert "Dentist" in calendar.browser.get(f"{calendar.base}?view=day&date={calendar.day}").content.decode()


def test_a_block_that_ends_before_it_starts_is_not_stored() -> None:
    calendar = make_calendar()
    form = {
        "date": calendar.day,
        "start": "13:00",
        "end": "12:00",
        "clinician": str(calendar.actor.membership_id),
    }
    answer = calendar.browser.post(f"{calendar.base}blocks/new/", form, **PANEL)
    assert answer.status_code == 422
    assert "The end must come after the start." in answer.content.decode()


def test_the_status_of_a_new_visit_is_booked() -> None:
    calendar = make_calendar()
    calendar.browser.post(f"{calendar.base}new/", calendar.form(), **PANEL)
    coming = appointments_of_client(calendar.actor, client_id=calendar.client_id).coming
    assert coming[0].status is Status.BOOKED
    assert coming[0].ends_at - coming[0].starts_at == timedelta(minutes=45)


def test_a_practice_without_services_still_gets_the_form() -> None:
    actor = make_practice()
    from tests.pages import slug_of
    from tests.signing_in import client_of

    assert client_of(actor).get(f"/p/{slug_of(actor)}/calendar/new/").status_code == 200
