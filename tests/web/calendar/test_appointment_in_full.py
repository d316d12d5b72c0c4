"""The opened appointment in full: its history in sentences, reset of a length, buffers, the video call."""

from django.db import transaction

from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Place
from kollega.scheduling.models import Service
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.moving import move, resize
from kollega.scheduling.operations.video import set_video_link_for_all
from kollega.scheduling.queries.appointments import appointment
from kollega.scheduling.queries.column_sets import column_sets
from tests.web.calendar.calendars import PANEL, make_calendar


def test_B16_the_history_says_who_did_what_from_what_to_what() -> None:
    calendar = make_calendar()
    booked = calendar.visit(10)
    move(calendar.actor, appointment_id=booked.appointment_id, starts_at=calendar.at(11))
    move(calendar.actor, appointment_id=booked.appointment_id, starts_at=calendar.at(11), room_id=None)
    page = calendar.browser.get(f"{calendar.base}{booked.appointment_id}/", **PANEL).content.decode()
    assert "10:00–10:45 to " in page
    assert "11:00–11:45" in page
    assert "Room: from Room 1 to none" in page
    assert "Anna Berg" in page


def test_B4_an_overridden_length_is_marked_and_reset() -> None:
    calendar = make_calendar()
    booked = calendar.visit(10)
    resize(calendar.actor, appointment_id=booked.appointment_id, minutes=60)
    address = f"{calendar.base}{booked.appointment_id}/"
    page = calendar.browser.get(address, **PANEL).content.decode()
    assert "Reset to 45 min" in page
    assert calendar.browser.post(f"{address}reset-length/", {"version": "1"}, **PANEL).status_code == 409
    assert calendar.browser.post(f"{address}reset-length/", {"version": "2"}, **PANEL).status_code == 204
    event = appointment(calendar.actor, appointment_id=booked.appointment_id).event
    assert (event.ends_at - event.starts_at).total_seconds() == 45 * 60
    assert not event.length_overridden
    assert "Reset to" not in calendar.browser.get(address, **PANEL).content.decode()


def test_B4_set_up_and_tidy_up_are_drawn_at_the_appointment() -> None:
    calendar = make_calendar()
    with tenant(calendar.actor.practice_id), transaction.atomic():
        Service.objects.filter(id=calendar.service_id).update(buffer_before=10, buffer_after=15)
    calendar.visit(10)
    page = calendar.browser.get(f"{calendar.base}?view=day&date={calendar.day}").content.decode()
    assert 'class="cal-buffer h9 m50 dh0 dm10"' in page
    assert 'class="cal-buffer h10 m45 dh0 dm15"' in page


def test_B4_the_video_call_stands_in_the_opened_appointment() -> None:
    calendar = make_calendar()
    set_video_link_for_all(calendar.actor, address="https://meet.example/{room}")
    booked = book(
        calendar.actor,
        client_id=calendar.client_id,
        service_id=calendar.service_id,
        clinician_id=calendar.actor.own_membership,
        starts_at=calendar.at(10),
        place=Place.VIDEO,
    )
    page = calendar.browser.get(f"{calendar.base}{booked.appointment_id}/", **PANEL).content.decode()
    assert 'href="https://meet.example/' in page
    assert 'data-copy="video-link"' in page
    other = calendar.visit(12)
    assert "video-link" not in calendar.browser.get(f"{calendar.base}{other.appointment_id}/", **PANEL).content.decode()


def test_B4_the_settings_take_an_address_and_say_what_is_wrong_with_it() -> None:
    calendar = make_calendar()
    base = f"{calendar.base}settings/video/"
    own = f"{base}{calendar.actor.own_membership}/"
    assert calendar.browser.get(base).status_code == 200
    wrong = calendar.browser.post(own, {"address": "http://x.example/a"})
    assert wrong.status_code == 422
    assert "begins with https" in wrong.content.decode()
    assert calendar.browser.post(own, {"address": "https://own.example/anna"}).status_code == 302
    assert calendar.browser.post(f"{base}all/", {"address": "https://meet.example/{room}"}).status_code == 302
    page = calendar.browser.get(base).content.decode()
    assert "https://own.example/anna" in page
    assert "https://meet.example/{room}" in page


def test_B1_the_shown_columns_are_saved_and_come_back_as_a_link() -> None:
    calendar = make_calendar()
    keys = [f"p-{calendar.actor.own_membership}", f"r-{calendar.room_id}"]
    saved = calendar.browser.post(f"{calendar.base}columns/save/", {"name": "Mornings", "column": keys})
    assert saved.status_code == 302
    page = calendar.browser.get(saved.url).content.decode()
    assert "Mornings" in page
    assert calendar.browser.post(f"{calendar.base}columns/save/", {"name": "", "column": keys}).status_code == 422
    (one,) = column_sets(calendar.actor)
    assert calendar.browser.post(f"{calendar.base}columns/{one.id}/remove/").status_code == 302
    assert column_sets(calendar.actor) == []
