"""The calendar in Chromium: book by click, move by mouse and by keys, resize, undo, cancel; axe on every page."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kollega.clients.operations.registering import create_client
from kollega.clients.rules.contact import ContactData
from kollega.scheduling.operations.booking import book
from tests.chromium import PROVE, new_page
from tests.journeys.grid import card, click_at, drag, still
from tests.scheduling.factories import make_client
from tests.web.calendar.calendars import Calendar, family_of, make_calendar
from tests.web.serving import served

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


def opened(chromium: Browser, address: str, calendar: Calendar, part: str, *, width: int = 1440) -> Page:
    page = new_page(chromium, viewport={"width": width, "height": 900})
    for name, morsel in calendar.browser.cookies.items():
        page.context.add_cookies([{"name": name, "value": morsel.value, "url": address}])
    page.goto(address + calendar.base + part)
    return page


def next_monday(calendar: Calendar) -> str:
    day = calendar.at(9).date()
    return (day + timedelta(days=7 - day.weekday())).isoformat()


def test_B1_a_day_at_the_calendar(chromium: Browser, address: str) -> None:
    calendar = make_calendar()
    create_client(calendar.actor, contact=ContactData(given_name="Zora", family_name="Quandt", language="en"))
    monday = next_monday(calendar)
    page = opened(chromium, address, calendar, f"?view=week&date={monday}")

    # Book by click: the client by two letters and Enter, then Enter once more.
    click_at(page, 10)
    expect(page.locator("#client-search")).to_be_focused()
    page.keyboard.type("quan")
    expect(page.locator("#client-options [data-client]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("[data-picked]")).to_contain_text("Quandt")
    expect(page.get_by_role("button", name="Book", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(card(page, "10:00 to 10:45")).to_be_visible()
    expect(page.locator("#panel-host > *")).to_have_count(0)

    # Move by mouse, undo, resize.
    drag(page, card(page, "10:00 to 10:45"), 12)
    expect(card(page, "12:00 to 12:45")).to_be_visible()
    page.locator(".toast-action").last.click()
    expect(card(page, "10:00 to 10:45")).to_be_visible()
    drag(page, card(page, "10:00 to 10:45"), 11.25, lower_edge=True)
    expect(card(page, "10:00 to 11:15")).to_be_visible()

    # Move by keys: pick up, an hour down, a column to the right, drop.
    still(page)
    page.locator("#calendar-grid .cal-card[tabindex='0']").focus()
    for key in ("Space", "Shift+ArrowDown", "ArrowDown", "ArrowRight", "Space"):
        page.keyboard.press(key)
    moved = page.locator(".cal-col").nth(1).locator(".cal-card[data-id]", has_text="11:05 to 12:20")
    expect(moved).to_be_visible()
    expect(moved).to_be_focused()

    # Cancel by key: the question, its answer, an empty grid, the focus somewhere sensible.
    page.keyboard.press("x")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("Cancel the appointment")
    dialog.get_by_role("button", name="Cancel appointment").click()
    expect(page.locator(".cal-card[data-id]")).to_have_count(0)
    page.context.close()


def test_B2_a_drop_on_a_taken_time_springs_back_and_offers_three(chromium: Browser, address: str) -> None:
    calendar = make_calendar()
    first, second = calendar.visit(9), calendar.visit(11)
    page = opened(chromium, address, calendar, f"?view=day&date={calendar.day}")
    drag(page, card(page, "09:00 to 09:45"), 11)
    offers = page.locator("button[name=slot]")
    expect(offers).to_have_count(3)
    expect(page.locator(f'.cal-card[data-id="{first.appointment_id}"]')).to_have_attribute("data-start", "540")
    offers.first.click()
    expect(page.locator("#panel-host > *")).to_have_count(0)
    expect(page.locator(f'.cal-card[data-id="{first.appointment_id}"]')).not_to_have_attribute("data-start", "540")
    expect(page.locator(f'.cal-card[data-id="{second.appointment_id}"]')).to_have_attribute("data-start", "660")
    page.context.close()


def test_the_grid_is_one_tab_stop_and_arrows_walk(chromium: Browser, address: str) -> None:
    calendar = make_calendar()
    calendar.visit(9)
    page = opened(chromium, address, calendar, f"?view=day&date={calendar.day}")
    expect(page.locator("#calendar-grid [tabindex='0'], #calendar-grid button")).to_have_count(1)
    card(page, "09:00 to 09:45").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".cal-cursor")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(card(page, "09:00 to 09:45")).to_be_focused()
    # 09:45 comes right after the card, then whole slots.
    for at in ("09:45", "10:00", "10:30"):
        page.keyboard.press("ArrowDown")
        expect(page.locator(".cal-cursor")).to_have_text(at)
    page.keyboard.press("Enter")
    expect(page.locator("#booking-form input[name=start]")).to_have_value("10:30")
    expect(page.locator("#client-search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel-host > *")).to_have_count(0)
    page.context.close()


def test_what_others_book_appears_by_itself(chromium: Browser, address: str) -> None:
    calendar = make_calendar()
    page = opened(chromium, address, calendar, f"?view=day&date={calendar.day}")
    expect(page.locator(".cal-card[data-id]")).to_have_count(0)
    other = make_client(calendar.actor, family="Yellowstone")
    calendar.visit(14, client_id=other)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".cal-card[data-id]")).to_contain_text(family_of(calendar.actor, other))
    page.context.close()


@pytest.mark.parametrize("width", [1440, 320] if PROVE else [320])
def test_axe_finds_nothing_on_the_pages(chromium: Browser, address: str, width: int) -> None:
    calendar = make_calendar()
    booked = calendar.visit(10)
    start = calendar.actor.at + timedelta(minutes=5)
    book(
        calendar.actor,
        client_id=calendar.client_id,
        service_id=calendar.service_id,
        clinician_id=calendar.actor.membership_id or calendar.client_id,
        starts_at=start.replace(second=0, microsecond=0),
        outside_hours_reason="now",
    )
    found = []
    for part in (
        f"?view=week&date={calendar.day}",
        f"?view=day&date={calendar.day}&grid=1",
        f"?view=month&date={calendar.day}",
        f"?view=list&date={calendar.day}",
        "today/",
        "new/",
        f"{booked.appointment_id}/",
        f"{booked.appointment_id}/edit/",
        f"{booked.appointment_id}/cancel/",
        "settings/",
        "settings/services/new/",
        f"settings/hours/{calendar.actor.membership_id}/",
    ):
        page = opened(chromium, address, calendar, part, width=width)
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE.read_text())
        result = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
        found += [
            (part, one["id"], one["nodes"][0]["html"][:200])
            for one in result["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append((part, "sideways scroll", str(width)))
        page.context.close()
    assert found == []
