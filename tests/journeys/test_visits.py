"""A couple booked in the panel and told by the accessibility tree (B1)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from kollega.clients.operations.registering import create_client
from kollega.clients.rules.contact import ContactData
from tests.journeys.grid import click_at
from tests.journeys.test_calendar import opened
from tests.web.calendar.calendars import make_calendar
from tests.web.serving import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


def test_B1_two_clients_are_booked_together_and_named_for_a_screen_reader(chromium: Browser, address: str) -> None:
    calendar = make_calendar()
    for given, family in (("Zora", "Quandt"), ("Yusuf", "Wexler")):
        create_client(calendar.actor, contact=ContactData(given_name=given, family_name=family, language="en"))
    page = opened(chromium, address, calendar, f"?view=day&date={calendar.day}")
    click_at(page, 10)
    for words, button in (("quan", None), ("wexl", "Add another client")):
        if button:
            page.get_by_role("button", name=button).click()
        expect(page.get_by_role("combobox", name="Client")).to_be_focused()
        page.keyboard.type(words)
        expect(page.locator("#client-options [role=option]")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(page.locator(".picked, [data-party]").filter(has_text=words.title())).to_have_count(1)
    expect(page.get_by_role("button", name="Add another client")).to_be_focused()
    page.get_by_role("button", name="Book", exact=True).click()
    booked = page.get_by_role("link", name="10:00 to 10:45, Zora Quandt, Yusuf Wexler, Talk")
    expect(booked).to_be_visible()
    booked.click()
    expect(page.get_by_role("heading", name="Clients")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="Wexler").get_by_role("button", name="Does not come").click()
    expect(page.locator(".party-absent", has_text="Wexler")).to_be_visible()
