"""The dates on the panel, more of them, an earlier end, and the dates while the sentence is typed (B10)."""

import json
import re
from datetime import timedelta

from django.db import transaction

from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Status
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.moving import move
from kollega.scheduling.operations.settling import settle
from tests.factories import make_member
from tests.signing_in import client_of
from tests.web.calendar.calendars import PANEL, make_calendar
from tests.web.repeats.test_pages import listed, repeated, rows


def texts(html: str) -> list[str]:
    """The lines of the list of dates, as plain words."""
    found = re.findall(r'<li class="date-row.*?</li>', html, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def test_B10_the_panel_lists_every_date_with_what_became_of_it() -> None:
    calendar = make_calendar()
    dates = repeated(calendar)
    move(calendar.actor, appointment_id=dates[1].id, starts_at=dates[1].starts_at + timedelta(days=1), version=1)
    cancel(calendar.actor, appointment_id=dates[2].id, reason="", late=False)
    with tenant(calendar.actor.practice_id), transaction.atomic():
        settle(calendar.actor, dates[3].id)
    html = calendar.browser.get(f"{calendar.base}{dates[0].id}/", **PANEL).content.decode()
    lines = texts(html)
    assert "Repeats: date 1 of 3" in html
    assert "this one" in lines[0]
    assert "Moved from" in lines[1]
    assert lines[2].endswith("Cancelled")
    assert lines[3].endswith("Note signed")


def test_B10_more_dates_are_shown_first_and_then_booked_as_shown() -> None:
    calendar = make_calendar()
    dates = repeated(calendar)
    address = f"{calendar.base}{dates[0].id}/repeats/extend/"
    assert "Book 5 appointments" in calendar.browser.get(address, **PANEL).content.decode()
    looked = calendar.browser.post(address, {"times": "3", "last": "", "listed": "1", "look": "1"}, **PANEL)
    html = looked.content.decode()
    assert len(texts(html)) == 3
    assert len(rows(calendar)) == 4
    sent = listed(html) | {"times": "3", "last": "", "listed": "1", "outside_hours_reason": "asked for"}
    booked = calendar.browser.post(address, sent, **PANEL)
    assert booked.status_code == 204, booked.content.decode()[-2000:]
    assert "3 appointments booked." in booked.headers["HX-Trigger"]
    assert len(rows(calendar)) == 7
    again = calendar.browser.post(address, {"times": "400", "last": "", "listed": "1"}, **PANEL)
    assert again.status_code == 422
    assert "at most two years" in again.content.decode()
    undone = calendar.browser.post(json.loads(booked.headers["HX-Trigger"])["toast"]["action"]["url"], **PANEL)
    assert undone.status_code == 204
    assert len(rows(calendar)) == 4


def test_BK3_a_date_that_was_taken_meanwhile_books_none_and_keeps_the_list() -> None:
    calendar = make_calendar()
    dates = repeated(calendar)
    address = f"{calendar.base}{dates[0].id}/repeats/extend/"
    html = calendar.browser.post(address, {"times": "2", "last": ""}, **PANEL).content.decode()
    move(calendar.actor, appointment_id=dates[0].id, starts_at=dates[3].starts_at + timedelta(days=7), version=1)
    sent = listed(html) | {"times": "2", "last": "", "listed": "1", "outside_hours_reason": "asked for"}
    refused = calendar.browser.post(address, sent, **PANEL)
    assert refused.status_code == 409
    assert "data-refused" in refused.content.decode()
    assert len(rows(calendar)) == 4


def test_B10_ending_earlier_cancels_or_takes_out_from_a_date_on() -> None:
    calendar = make_calendar()
    dates = repeated(calendar)
    address = f"{calendar.base}{dates[0].id}/repeats/end/"
    assert "and later, 2 dates" in calendar.browser.get(address, **PANEL).content.decode()
    wrong = calendar.browser.post(address, {"first": str(dates[0].recurrence_id), "how": "cancel"}, **PANEL)
    assert wrong.status_code == 422
    form = {"first": str(dates[3].id), "how": "cancel", "reason": "done"}
    assert "1 date cancelled." in calendar.browser.post(address, form, **PANEL).headers["HX-Trigger"]
    assert [row.status for row in rows(calendar)] == [*[Status.BOOKED] * 3, Status.CANCELLED]
    form = {"first": str(dates[1].id), "how": "delete", "reason": ""}
    assert "2 dates cancelled." in calendar.browser.post(address, form, **PANEL).headers["HX-Trigger"]
    with tenant(calendar.actor.practice_id), transaction.atomic():
        left = Appointment.objects.filter(practice_id=calendar.actor.practice_id, withdrawn_at=None)
        assert set(left.values_list("id", flat=True)) == {dates[0].id, dates[3].id}


def test_T5_a_colleague_learns_nothing_of_the_dates() -> None:
    calendar = make_calendar()
    dates = repeated(calendar)
    browser = client_of(make_member(calendar.actor, Role.CLINICIAN))
    for part in ("extend", "end"):
        assert browser.get(f"{calendar.base}{dates[0].id}/repeats/{part}/", **PANEL).status_code == 404


def test_B10_the_dates_show_while_the_sentence_is_typed() -> None:
    calendar = make_calendar()
    calendar.visit(10)
    answer = calendar.browser.post(
        f"{calendar.base}new/dates/", calendar.form(repeat="week1", times="3", client=""), **PANEL
    )
    html = answer.content.decode()
    assert answer.status_code == 200
    assert len(texts(html)) == 3
    assert "1 date needs a decision." in html
    half = calendar.browser.post(f"{calendar.base}new/dates/", calendar.form(repeat="week1", start="1"), **PANEL)
    assert half.status_code == 200
    empty = calendar.browser.post(f"{calendar.base}new/dates/", calendar.form(repeat="week1", date="soon"), **PANEL)
    assert texts(empty.content.decode()) == []
    block = {"date": calendar.day, "start": "12:00", "end": "13:00", "clinician": str(calendar.actor.membership_id)}
    shown = calendar.browser.post(
        f"{calendar.base}blocks/new/dates/", block | {"repeat": "week2", "times": "4"}, **PANEL
    )
    assert "All dates are free." in shown.content.decode()
    assert len(texts(shown.content.decode())) == 4
