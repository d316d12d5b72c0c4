"""Moving, resizing, editing, attendance, cancelling, undoing from the pages."""

import json
from typing import Any
from uuid import UUID

from kollega.kernel.permissions import Role
from kollega.scheduling.enums import Status
from kollega.scheduling.queries.appointments import AppointmentDetails, appointment
from tests.factories import make_member
from tests.signing_in import client_of
from tests.web.calendar.calendars import PANEL, Calendar, make_calendar


def details(calendar: Calendar, appointment_id: UUID) -> AppointmentDetails:
    return appointment(calendar.actor, appointment_id=appointment_id)


def start_of(calendar: Calendar, appointment_id: UUID) -> str:
    return f"{details(calendar, appointment_id).event.starts_at.astimezone(calendar.actor.timezone):%H:%M}"


def drop(calendar: Calendar, start: str, *, version: int = 1, minutes: int = 45, **more: str) -> dict[str, Any]:
    return {"date": calendar.day, "start": start, "minutes": minutes, "version": version, **more}


def test_B16_a_drop_moves_and_the_undo_brings_back() -> None:
    calendar = make_calendar()
    id_ = calendar.visit(10).appointment_id
    answer = calendar.browser.post(f"{calendar.base}{id_}/move/", drop(calendar, "11:05"), **PANEL)
    assert answer.status_code == 204, answer.content
    assert start_of(calendar, id_) == "11:05"
    undo = json.loads(answer.headers["HX-Trigger"])["toast"]["action"]["url"]
    assert calendar.browser.post(undo, HTTP_HX_REQUEST="true").status_code == 204
    assert start_of(calendar, id_) == "10:00"


def test_B2_a_refused_drop_opens_the_panel_with_three_alternatives_and_moves_nothing() -> None:
    calendar = make_calendar()
    id_ = calendar.visit(10).appointment_id
    calendar.visit(12)
    answer = calendar.browser.post(f"{calendar.base}{id_}/move/", drop(calendar, "12:15"), **PANEL)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert html.count('name="slot"') == 3
    assert "12:15 is no longer free" in html
    assert start_of(calendar, id_) == "10:00"


def test_a_drop_with_an_old_version_is_refused() -> None:
    calendar = make_calendar()
    id_ = calendar.visit(10).appointment_id
    calendar.browser.post(f"{calendar.base}{id_}/move/", drop(calendar, "11:00"), **PANEL)
    late = calendar.browser.post(f"{calendar.base}{id_}/move/", drop(calendar, "14:00", version=1), **PANEL)
    assert late.status_code == 409
    assert start_of(calendar, id_) == "11:00"


def test_a_drop_outside_working_hours_asks_for_the_reason() -> None:
    calendar = make_calendar()
    id_ = calendar.visit(10).appointment_id
    answer = calendar.browser.post(f"{calendar.base}{id_}/move/", drop(calendar, "20:00"), **PANEL)
    assert answer.status_code == 409
    assert "Save anyway" in answer.content.decode()
    form = calendar.form("20:00", outside_hours_reason="evening", version="1")
    assert calendar.browser.post(f"{calendar.base}{id_}/edit/", form, **PANEL).status_code == 204
    assert start_of(calendar, id_) == "20:00"


def test_the_lower_edge_changes_the_length() -> None:
    calendar = make_calendar()
    id_ = calendar.visit(10).appointment_id
    answer = calendar.browser.post(
        f"{calendar.base}{id_}/move/", drop(calendar, "10:00", minutes=90, resized="on"), **PANEL
    )
    assert answer.status_code == 204, answer.content
    event = details(calendar, id_).event
    assert (event.ends_at - event.starts_at).total_seconds() == 90 * 60
    assert event.length_overridden


def test_everything_that_dragging_does_the_form_does_too() -> None:
    calendar = make_calendar()
    id_ = calendar.visit(10).appointment_id
    form = calendar.form("14:30", minutes="60", room=str(calendar.room_id), version="1")
    answer = calendar.browser.post(f"{calendar.base}{id_}/edit/", form, follow=True)
    assert answer.status_code == 200
    assert start_of(calendar, id_) == "14:30"


def test_B3_attendance_in_one_click() -> None:
    calendar = make_calendar()
    id_ = calendar.visit(10).appointment_id
    answer = calendar.browser.post(
        f"{calendar.base}{id_}/attendance/", {"status": "confirmed", "version": "1"}, **PANEL
    )
    assert answer.status_code == 200
    assert "Confirmed" in answer.content.decode()
    assert details(calendar, id_).event.status is Status.CONFIRMED


def test_attendance_that_is_too_early_is_refused() -> None:
    calendar = make_calendar()
    id_ = calendar.visit(10).appointment_id
    answer = calendar.browser.post(f"{calendar.base}{id_}/attendance/", {"status": "completed"}, **PANEL)
    assert answer.status_code == 409
    unknown = calendar.browser.post(f"{calendar.base}{id_}/attendance/", {"status": "danced"}, **PANEL)
    assert unknown.status_code == 422


def test_cancelling_asks_first_and_keeps_the_reason() -> None:
    calendar = make_calendar()
    id_ = calendar.visit(10).appointment_id
    asked = calendar.browser.get(f"{calendar.base}{id_}/cancel/", HTTP_HX_TARGET="dialog-host", HTTP_HX_REQUEST="true")
    assert "Keep appointment" in asked.content.decode()
    answer = calendar.browser.post(
        f"{calendar.base}{id_}/cancel/", {"reason": "ill", "late": "late"}, HTTP_HX_REQUEST="true"
    )
    assert answer.status_code == 204
    assert json.loads(answer.headers["HX-Trigger"])["dialog-close"]
    found = details(calendar, id_)
    assert (found.event.status, found.cancel_reason) == (Status.LATE_CANCELLED, "ill")
    day = calendar.browser.get(f"{calendar.base}?view=day&date={calendar.day}").content.decode()
    assert str(id_) not in day
    shown = calendar.browser.get(f"{calendar.base}?view=day&date={calendar.day}&cancelled=1").content.decode()
    assert str(id_) in shown


def test_the_history_tells_who_and_what() -> None:
    calendar = make_calendar()
    id_ = calendar.visit(10).appointment_id
    calendar.browser.post(f"{calendar.base}{id_}/move/", drop(calendar, "11:00"), **PANEL)
    html = calendar.browser.get(f"{calendar.base}{id_}/").content.decode()
    assert "Moved" in html
    assert "Undo" in html


def test_a_colleague_cannot_move_what_they_may_not_know() -> None:
    calendar = make_calendar()
    id_ = calendar.visit(10).appointment_id
    colleague = client_of(make_member(calendar.actor, Role.CLINICIAN))
    for part, data in (("move", drop(calendar, "11:00")), ("cancel", {}), ("attendance", {"status": "confirmed"})):
        assert colleague.post(f"{calendar.base}{id_}/{part}/", data, **PANEL).status_code == 404
    assert start_of(calendar, id_) == "10:00"


def test_TI3_a_foreign_room_in_a_drop_stores_nothing() -> None:
    ours, theirs = make_calendar(), make_calendar()
    id_ = ours.visit(10).appointment_id
    answer = ours.browser.post(f"{ours.base}{id_}/move/", drop(ours, "11:00", room=str(theirs.room_id)), **PANEL)
    assert answer.status_code == 404
    assert start_of(ours, id_) == "10:00"
