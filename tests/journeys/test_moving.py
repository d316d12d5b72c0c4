"""An appointment moved without dragging: Move, then the target, by mouse, by keys and by finger (UI 8, WCAG 2.5.7)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.grid import card, click_at, still
from tests.journeys.test_calendar import opened
from tests.web.calendar.calendars import make_calendar
from tests.web.serving import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


def test_B2_an_appointment_is_moved_by_pressing_move_and_clicking_the_target(chromium: Browser, address: str) -> None:
    calendar = make_calendar()
    calendar.visit(10)
    page = opened(chromium, address, calendar, f"?view=day&date={calendar.day}")
    card(page, "10:00 to 10:45").click()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#cal-moving")).to_contain_text("Choose the new time")
    expect(page.locator("#panel-host > *")).to_have_count(0)
    page.get_by_role("button", name="Leave it where it is").click()
    expect(page.locator("#cal-moving")).to_be_hidden()

    card(page, "10:00 to 10:45").click()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#cal-moving")).to_be_visible()
    click_at(page, 13)
    expect(card(page, "13:05 to 13:50")).to_be_visible()
    expect(card(page, "10:00 to 10:45")).to_have_count(0)
    expect(page.locator("#cal-moving")).to_be_hidden()
    page.context.close()


def test_B2_by_keys_the_target_may_lie_on_another_page_of_the_calendar(chromium: Browser, address: str) -> None:
    calendar = make_calendar()
    calendar.visit(10)
    after = (calendar.at(10) + timedelta(days=1)).date().isoformat()
    page = opened(chromium, address, calendar, f"?view=day&date={calendar.day}")
    card(page, "10:00 to 10:45").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move", exact=True)).to_be_visible()
    page.keyboard.press("v")
    expect(card(page, "10:00 to 10:45")).to_be_focused()
    page.keyboard.press("j")
    page.wait_for_url(f"**date={after}**")
    expect(page.locator(f".cal-col[data-date='{after}']")).to_be_visible()
    expect(page.locator("#cal-moving")).to_be_visible()
    still(page)
    page.locator("#calendar-grid").focus()
    for at in ("09:00", "09:30"):
        page.keyboard.press("ArrowDown")
        expect(page.locator(".cal-cursor")).to_have_text(at)
    expect(page.locator(".cal-ghost")).to_contain_text("09:30–10:15")
    expect(page.locator("#announcer")).to_contain_text("09:30–10:15")
    page.keyboard.press("Enter")
    expect(card(page, "09:30 to 10:15")).to_be_visible()
    page.context.close()


def test_B2_on_a_phone_the_free_times_of_the_day_are_the_targets(chromium: Browser, address: str) -> None:
    calendar = make_calendar()
    calendar.visit(10)
    page = opened(chromium, address, calendar, f"?view=day&date={calendar.day}", width=390)
    page.locator(".cal-phone .day-who").click()
    page.get_by_role("button", name="Move", exact=True).click()
    page.get_by_role("link", name="free 10:45").click()
    expect(page.locator(".cal-phone .day-row", has_text="10:45–11:30")).to_be_visible()
    page.context.close()
