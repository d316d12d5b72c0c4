"""The core of a day by keyboard alone: no step here uses a mouse, a click or a focus set by script."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.grid import card
from tests.journeys.serving import Server
from tests.journeys.therapist import Therapist, make_therapist, opened, type_code, type_password

pytestmark = pytest.mark.browser
TEXT = "Written without a mouse."


def test_the_core_of_a_day_by_keyboard_alone(chromium: Browser, server: Server) -> None:
    therapist = make_therapist()
    page = opened(chromium, server)
    type_password(page, therapist)
    type_code(page, therapist)
    page.wait_for_url(f"**/p/{therapist.slug}/calendar/today/")
    _book(page, therapist)
    _move(page)
    _open_client(page, therapist)
    _write_and_sign(page)
    page.context.close()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, wanted: Locator, *, most: int = 60) -> None:
    """Tab until the focus is there; fails when the keyboard does not get there."""
    wanted.first.wait_for()
    for _step in range(most):
        if wanted.first.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    stuck = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    pytest.fail(f"{most} times Tab did not reach {wanted}; the focus is on {stuck}")


def _book(page: Page, therapist: Therapist) -> None:
    # An address is waited for, because then the page's scripts listen.
    press(page, "g", "k")
    page.wait_for_url(re.compile(r"/calendar/(\?.*)?$"))
    expect(page.locator("#calendar-grid")).to_be_visible()
    press(page, "w")
    page.wait_for_url("**view=week**")
    press(page, "k")
    page.wait_for_url(f"**date={therapist.week_ago}**")
    expect(page.locator(f".cal-col[data-date='{therapist.last_monday}']")).to_be_visible()
    tab_to(page, page.locator("#calendar-grid"))
    press(page, "ArrowDown")
    expect(page.locator(".cal-cursor")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#client-search")).to_be_focused()
    page.keyboard.type("quan")
    expect(page.locator("#client-options [data-client]")).to_have_count(1)
    press(page, "Enter")
    expect(page.get_by_role("button", name="Book", exact=True)).to_be_focused()
    press(page, "Enter")
    expect(card(page, "09:00 to 09:45")).to_be_visible()


def _move(page: Page) -> None:
    tab_to(page, page.locator("#calendar-grid .cal-card[tabindex='0']"))
    press(page, "Space", "Shift+ArrowDown", "ArrowRight", "Space")
    moved = page.locator(".cal-col").nth(1).locator(".cal-card[data-id]", has_text="10:00 to 10:45")
    expect(moved).to_be_focused()


def _open_client(page: Page, therapist: Therapist) -> None:
    press(page, "Enter")
    tab_to(page, page.locator("#panel-host").get_by_role("link", name=therapist.family_name))
    press(page, "Enter")
    page.wait_for_url("**/clients/*/")
    expect(page.locator(".client-name")).to_contain_text(therapist.family_name)
    page.wait_for_load_state("networkidle")
    press(page, "n")
    expect(page.locator("#dialog-host dialog")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Begin"))
    press(page, "Enter")
    page.wait_for_selector("form[data-editor][data-ready]")


def _write_and_sign(page: Page) -> None:
    expect(page.locator("textarea[data-first]")).to_be_focused()
    page.keyboard.type(TEXT)
    press(page, "Control+s")
    expect(page.locator("[data-state]")).to_contain_text("Saved")
    press(page, "Control+Enter")
    tab_to(page, page.locator("#dialog-host").get_by_role("button", name="Sign note"))
    press(page, "Enter")
    expect(page.locator(".lock-strip")).to_contain_text("Unchanged, checked today")
    expect(page.locator(".note-document")).to_contain_text(TEXT)
