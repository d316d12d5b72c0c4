"""Couples and groups in the booking panel, on cards and in the opened appointment."""

import json

from django.db import transaction

from kollega.platform.tenancy import tenant
from kollega.scheduling.models import Service
from kollega.scheduling.operations.booking import Booked, book
from kollega.scheduling.queries.appointments import appointment, appointments_of_client
from tests.scheduling.factories import make_client
from tests.web.calendar.calendars import PANEL, Calendar, make_calendar


def couple(calendar: Calendar, hour: int = 10) -> tuple[Booked, object]:
    other = make_client(calendar.actor, given="Erik", family="Lund")
    booked = book(
        calendar.actor,
        client_id=calendar.client_id,
        other_client_ids=[other],
        service_id=calendar.service_id,
        clinician_id=calendar.actor.own_membership,
        starts_at=calendar.at(hour),
    )
    return booked, other


def members(calendar: Calendar, booked: Booked) -> list[object]:
    return [
        one.client.id for one in appointment(calendar.actor, appointment_id=booked.appointment_id).event.participants
    ]


def test_B1_the_panel_books_several_clients() -> None:
    calendar = make_calendar()
    other = make_client(calendar.actor)
    form = {**calendar.form(), "others": [str(other)]}
    assert calendar.browser.post(f"{calendar.base}new/", form, **PANEL).status_code == 204
    assert appointments_of_client(calendar.actor, client_id=other).coming[0].client_count == 2


def test_a_refused_form_keeps_who_was_chosen() -> None:
    calendar = make_calendar()
    other = make_client(calendar.actor, given="Erik")
    form = {**calendar.form(start="25:00"), "others": [str(other)]}
    answer = calendar.browser.post(f"{calendar.base}new/", form, **PANEL)
    assert answer.status_code == 422
    assert f'name="others" value="{other}"' in answer.content.decode()


def test_too_many_clients_are_refused_in_the_form() -> None:
    calendar = make_calendar()
    others = [str(make_client(calendar.actor)) for _ in range(6)]
    answer = calendar.browser.post(f"{calendar.base}new/", {**calendar.form(), "others": others}, **PANEL)
    assert answer.status_code == 409
    assert "takes at most 6 clients" in answer.content.decode()


def test_B1_a_card_names_the_first_and_how_many_more() -> None:
    calendar = make_calendar()
    couple(calendar)
    page = calendar.browser.get(f"{calendar.base}?view=day&date={calendar.day}").content.decode()
    assert f". {calendar.family} + 1" in page
    assert "Erik Lund" in page.split('class="sr-only"', 1)[1]


def test_B1_a_group_goes_by_the_name_of_its_service() -> None:
    calendar = make_calendar()
    with tenant(calendar.actor.practice_id), transaction.atomic():
        Service.objects.filter(id=calendar.service_id).update(group_size=8)
    couple(calendar)
    page = calendar.browser.get(f"{calendar.base}?view=day&date={calendar.day}").content.decode()
    assert "Talk, 2 of 8" in page


def test_B3_one_of_two_is_marked_absent_from_the_opened_appointment() -> None:
    calendar = make_calendar()
    booked, other = couple(calendar)
    address = f"{calendar.base}{booked.appointment_id}/clients/{other}/attendance/"
    answer = calendar.browser.post(address, {"status": "cancelled", "version": "1"}, **PANEL)
    assert answer.status_code == 200
    assert "party-absent" in answer.content.decode()
    assert "/undo/" in json.loads(answer.headers["HX-Trigger"])["toast"]["action"]["url"]
    assert calendar.browser.post(address, {"status": "nonsense"}, **PANEL).status_code == 422
    assert calendar.browser.post(address, {"status": "", "version": "1"}, **PANEL).status_code == 409


def test_B16_the_form_adds_and_removes_clients_and_a_drop_keeps_them() -> None:
    calendar = make_calendar()
    booked, other = couple(calendar)
    third = make_client(calendar.actor)
    address = f"{calendar.base}{booked.appointment_id}/edit/"
    shown = calendar.browser.get(address, **PANEL).content.decode()
    assert f'name="others" value="{other}"' in shown
    form = {**calendar.form(), "version": "1", "room": "none", "place": "in_person"}
    saved = calendar.browser.post(address, {**form, "others": [str(other), str(third)]}, **PANEL)
    assert saved.status_code == 204, saved.content
    assert members(calendar, booked) == [calendar.client_id, other, third]
    calendar.visit(14)
    taken = calendar.browser.post(
        f"{calendar.base}{booked.appointment_id}/move/",
        {"date": calendar.day, "start": "14:00", "minutes": "45", "version": "2"},
        **PANEL,
    )
    assert taken.status_code == 409
    for client_id in (other, third):
        assert f'name="others" value="{client_id}"' in taken.content.decode()


def test_N1_each_client_has_a_way_to_the_own_note() -> None:
    calendar = make_calendar()
    booked, other = couple(calendar)
    start = f"/p/{calendar.slug}/notes/visit/{booked.appointment_id}/"
    page = calendar.browser.get(f"{start}?client={other}").content.decode()
    assert "Lund" in page
    begun = calendar.browser.post(f"{start}?client={other}")
    assert begun.status_code == 302
    again = calendar.browser.get(f"{start}?client={other}")
    assert again.url == begun.url
    assert calendar.browser.get(start).status_code == 200
    stranger = make_client(calendar.actor)
    assert calendar.browser.get(f"{start}?client={stranger}").status_code == 404


def test_the_settings_make_a_service_a_group() -> None:
    calendar = make_calendar()
    form = {
        "name_en": "Talk",
        "code": "GR",
        "minutes": "90",
        "mode": "in_person",
        "colour": "1",
        "buffer_before": "0",
        "buffer_after": "0",
        "notice_minutes": "0",
    }
    address = f"{calendar.base}settings/services/{calendar.service_id}/"
    assert calendar.browser.post(address, {**form, "group_size": "31"}).status_code == 422
    assert calendar.browser.post(address, {**form, "group_size": "8"}).status_code == 302
    assert 'value="8"' in calendar.browser.get(address).content.decode()
