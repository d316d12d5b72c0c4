"""Repeating from the panel: all dates first, then exactly what the list shows; this, following, all (B10)."""

import json
import re
from datetime import timedelta
from typing import Any

from django.db import transaction

from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Status
from kollega.scheduling.models import Appointment
from tests.web.calendar.calendars import PANEL, Calendar, make_calendar


def rows(calendar: Calendar) -> list[Appointment]:
    with tenant(calendar.actor.practice_id), transaction.atomic():
        found = Appointment.objects.filter(
            practice_id=calendar.actor.practice_id, withdrawn_at=None, recurrence_id__isnull=False
        )
        return list(found.order_by("starts_at"))


def listed(html: str) -> dict[str, Any]:
    """What the list would send as it stands: hidden fields, checked boxes, selected options."""
    sent: dict[str, Any] = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))
    sent |= dict(re.findall(r'name="(day-[^"]+)" value="([^"]+)" checked', html))
    for name, inner in re.findall(r'<select class="select" name="(day-[^"]+)".*?>(.*?)</select>', html, re.S):
        sent[name] = re.findall(r'<option value="([^"]*)" selected', inner)[0]
    return sent


def test_B10_the_list_comes_first_and_then_is_booked_as_it_stands() -> None:
    calendar = make_calendar()
    form = calendar.form(repeat="week1", times="4", outside_hours_reason="")
    answer = calendar.browser.post(f"{calendar.base}new/", form, **PANEL)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert rows(calendar) == []
    assert "Book 4 appointments" in html
    sent = listed(html)
    dropped = next(name for name in sorted(sent) if name.startswith("day-"))
    del sent[dropped]
    booked = calendar.browser.post(
        f"{calendar.base}new/", sent | {"listed": "1", "outside_hours_reason": "asked for"}, **PANEL
    )
    assert booked.status_code == 204, booked.content.decode()[-3000:]
    events = json.loads(booked.headers["HX-Trigger"])
    assert events["toast"]["text"] == "3 appointments booked. 1 date left out. The client is not told."
    assert len(rows(calendar)) == 3
    undone = calendar.browser.post(events["toast"]["action"]["url"], **PANEL)
    assert undone.status_code == 204
    assert rows(calendar) == []


def test_B10_back_keeps_what_was_typed_and_a_rule_without_sense_is_said_in_the_sentence() -> None:
    calendar = make_calendar()
    form = calendar.form(repeat="week2", times="200")
    answer = calendar.browser.post(f"{calendar.base}new/", form, **PANEL)
    assert answer.status_code == 422
    assert "at most two years" in answer.content.decode()
    back = calendar.browser.post(f"{calendar.base}new/", calendar.form(repeat="week2", times="5", back="1"), **PANEL)
    html = back.content.decode()
    assert back.status_code == 200
    assert '<option value="week2" selected' in html
    assert rows(calendar) == []


def repeated(calendar: Calendar) -> list[Appointment]:
    first = calendar.browser.post(f"{calendar.base}new/", calendar.form(repeat="week1", times="4"), **PANEL)
    sent = listed(first.content.decode()) | {"listed": "1", "outside_hours_reason": "asked for"}
    assert calendar.browser.post(f"{calendar.base}new/", sent, **PANEL).status_code == 204
    return rows(calendar)


def test_B10_a_drop_asks_which_dates_and_shows_them_before_it_moves_them() -> None:
    calendar = make_calendar()
    before = repeated(calendar)
    starts = before[1].starts_at.astimezone(calendar.actor.timezone) + timedelta(hours=2)
    drop = {"date": starts.date().isoformat(), "start": f"{starts:%H:%M}", "minutes": "45", "version": "1"}
    address = f"{calendar.base}{before[1].id}/move/"
    asked = calendar.browser.post(address, drop, **PANEL)
    assert asked.headers["HX-Retarget"] == "#dialog-host"
    assert 'name="scope" value="following"' in asked.content.decode()
    assert [row.starts_at for row in rows(calendar)] == [row.starts_at for row in before]
    shown = calendar.browser.post(address, drop | {"scope": "following"}, **PANEL)
    assert shown.headers["HX-Retarget"] == "#panel-host"
    assert "Change 3 dates" in shown.content.decode()
    sent = listed(shown.content.decode()) | {"listed": "1", "outside_hours_reason": "asked for"}
    moved = calendar.browser.post(address, sent, **PANEL)
    assert moved.status_code == 204, moved.content.decode()[-2000:]
    local = [row.starts_at.astimezone(calendar.actor.timezone).hour for row in rows(calendar)]
    assert local == [starts.hour - 2, *[starts.hour] * 3]
    alone = calendar.browser.post(address, drop | {"scope": "this", "start": "07:00", "version": "2"}, **PANEL)
    assert "dialog-close" in alone.headers["HX-Trigger"]


def test_B10_cancelling_asks_which_dates_and_says_how_many() -> None:
    calendar = make_calendar()
    before = repeated(calendar)
    address = f"{calendar.base}{before[1].id}/cancel/"
    assert 'name="scope" value="all"' in calendar.browser.get(address, **PANEL).content.decode()
    answer = calendar.browser.post(address, {"scope": "following", "late": "", "reason": "moved away"}, **PANEL)
    assert "3 dates cancelled." in answer.headers["HX-Trigger"]
    assert [row.status for row in rows(calendar)] == [Status.BOOKED, *[Status.CANCELLED] * 3]


def test_B10_private_time_repeats_too() -> None:
    calendar = make_calendar()
    form = {
        "title": "Lunch",
        "date": calendar.day,
        "start": "12:00",
        "end": "13:00",
        "clinician": str(calendar.actor.membership_id),
        "repeat": "week1",
        "times": "3",
    }
    shown = calendar.browser.post(f"{calendar.base}blocks/new/", form, **PANEL)
    assert shown.status_code == 200, shown.content.decode()[-2000:]
    sent = listed(shown.content.decode()) | {"listed": "1"}
    assert calendar.browser.post(f"{calendar.base}blocks/new/", sent, **PANEL).status_code == 204
    assert len(rows(calendar)) == 3
