"""What each role finds in the HTML of the calendar, and what is not in it at all."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kollega.kernel.permissions import Area, Role
from tests.factories import make_member, make_practice
from tests.signing_in import client_of
from tests.web.calendar.calendars import make_calendar

VIEWS = ["day", "week", "group", "list"]


@pytest.mark.parametrize("view", VIEWS)
def test_B1_the_clinician_sees_the_own_client(view: str) -> None:
    calendar = make_calendar()
    calendar.visit(10)
    page = calendar.browser.get(f"{calendar.base}?view={view}&date={calendar.day}&weekend=1")
    assert page.status_code == 200
    assert calendar.family in page.content.decode()


@pytest.mark.parametrize("view", VIEWS)
def test_C6_a_colleague_finds_occupied_and_neither_name_nor_id(view: str) -> None:
    calendar = make_calendar()
    booked = calendar.visit(10)
    colleague = make_member(calendar.actor, Role.CLINICIAN)
    address = f"{calendar.base}?view={view}&date={calendar.day}&weekend=1&columns=p-{calendar.actor.membership_id}"
    html = client_of(colleague).get(address).content.decode()
    assert "Occupied" in html
    for secret in (calendar.family, str(booked.appointment_id), str(calendar.client_id), ">S0<"):
        assert secret not in html


def test_T5_office_staff_see_names_and_may_book_in_every_column() -> None:
    calendar = make_calendar()
    calendar.visit(10)
    office = make_member(calendar.actor, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    html = client_of(office).get(f"{calendar.base}?view=day&date={calendar.day}").content.decode()
    assert calendar.family in html
    assert "data-bookable" in html


def test_T5_an_admin_sees_the_calendar_without_names_and_books_nothing() -> None:
    calendar = make_calendar()
    calendar.visit(10)
    admin = make_member(calendar.actor, Role.ADMIN)
    html = client_of(admin).get(f"{calendar.base}?view=day&date={calendar.day}").content.decode()
    assert calendar.family not in html
    assert "data-bookable" not in html
    assert client_of(admin).get(f"{calendar.base}new/").status_code == 403


def test_TI2_another_practice_finds_nothing() -> None:
    calendar = make_calendar()
    booked = calendar.visit(10)
    outsider = client_of(make_practice())
    for part in ("", "today/", "new/", f"{booked.appointment_id}/", "settings/"):
        assert outsider.get(calendar.base + part).status_code == 404


def test_an_appointment_of_a_colleague_is_missing_for_who_may_not_know_the_client() -> None:
    calendar = make_calendar()
    booked = calendar.visit(10)
    colleague = make_member(calendar.actor, Role.CLINICIAN)
    answer = client_of(colleague).get(f"{calendar.base}{booked.appointment_id}/")
    assert answer.status_code == 404
    assert calendar.family not in answer.content.decode()


def test_month_counts_without_reading_a_name() -> None:
    calendar = make_calendar()
    calendar.visit(10)
    html = calendar.browser.get(f"{calendar.base}?view=month&date={calendar.day}").content.decode()
    assert "1 booking" in html
    assert calendar.family not in html


def test_polling_answers_304_until_something_changes() -> None:
    calendar = make_calendar()
    address = f"{calendar.base}?view=day&date={calendar.day}"
    first = calendar.browser.get(address).content.decode()
    token = re.search(r'data-token="([^"]+)"', first)
    assert token
    headers = {"HTTP_X_POLL": "1", "HTTP_IF_NONE_MATCH": f'"{token.group(1)}"'}
    assert calendar.browser.get(address, **headers).status_code == 304
    calendar.visit(10)
    changed = calendar.browser.get(address, **headers)
    assert changed.status_code == 200
    assert calendar.family in changed.content.decode()
    assert "<html" not in changed.content.decode()


def test_no_name_stands_in_the_tab_title() -> None:
    calendar = make_calendar()
    booked = calendar.visit(10)
    for part in (f"?view=day&date={calendar.day}", f"{booked.appointment_id}/"):
        title = re.search(r"<title>(.*?)</title>", calendar.browser.get(calendar.base + part).content.decode(), re.S)
        assert title
        assert calendar.family not in title.group(1)


def test_the_page_has_no_inline_style_or_script() -> None:
    calendar = make_calendar()
    calendar.visit(10)
    html = calendar.browser.get(f"{calendar.base}?view=week&date={calendar.day}").content.decode()
    assert " style=" not in html
    assert "<script>" not in html


def test_a_full_week_weighs_less_than_60_kb_compressed() -> None:
    import gzip

    calendar = make_calendar()
    for hour in range(8, 17):
        calendar.visit(hour)
    html = calendar.browser.get(f"{calendar.base}?view=week&date={calendar.day}").content
    assert len(gzip.compress(html)) < 60_000


@pytest.mark.parametrize(("view", "most"), [("week", 22), ("list", 22), ("month", 20)])
def test_LD_more_visits_need_no_more_queries(view: str, most: int) -> None:
    calendar = make_calendar()
    address = f"{calendar.base}?view={view}&date={calendar.day}"
    calendar.visit(8)
    with CaptureQueriesContext(connection) as one:
        calendar.browser.get(address)
    for hour in (9, 10, 11):
        calendar.visit(hour)
    with CaptureQueriesContext(connection) as four:
        calendar.browser.get(address)
    assert len(four) == len(one)
    assert len(one) <= most, [query["sql"][:90] for query in one.captured_queries]
