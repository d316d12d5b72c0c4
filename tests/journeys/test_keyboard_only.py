"""A whole day by keyboard alone, as a screen reader is told it: no step uses a mouse, a click or a focus set by script.

Things are found by role and name in the accessibility tree; after each change the live regions are read.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kollega.scheduling.operations.booking import book
from tests.journeys.serving import Server
from tests.journeys.therapist import Therapist, make_therapist, opened, type_code, type_password

pytestmark = pytest.mark.browser
TEXT = "Written without a mouse."


def test_UI8_a_whole_day_by_keyboard_as_a_screen_reader_tells_it(chromium: Browser, server: Server) -> None:
    therapist = make_therapist()
    _visit_now(therapist)
    page = opened(chromium, server)
    type_password(page, therapist)
    type_code(page, therapist)
    page.wait_for_url(f"**/p/{therapist.slug}/calendar/today/")
    page.wait_for_load_state()
    _today(page)
    _book(page, therapist)
    _move(page)
    _attend_and_undo(page)
    _open_note(page)
    _write_and_sign(page)
    page.context.close()


def _visit_now(therapist: Therapist) -> None:
    """A visit that began a moment ago, on today's date also right after midnight."""
    actor = therapist.actor
    now = actor.at.astimezone(actor.timezone).replace(second=0, microsecond=0)
    book(
        actor,
        client_id=therapist.client_id,
        service_id=therapist.long_service,
        clinician_id=actor.own_membership,
        starts_at=max(now.replace(hour=0, minute=0), now - timedelta(minutes=5)),
        outside_hours_reason="now",
    )


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


def heard(page: Page, words: str | re.Pattern[str]) -> None:
    """One of the live regions says it: the announcer, or a toast."""
    expect(page.locator("#announcer, #toast-host [role=status]").filter(has_text=words).first).to_be_attached()


def _today(page: Page) -> None:
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()
    region = page.get_by_role("region", name="Next")
    expect(region.get_by_role("link", name="Quandt")).to_be_visible()
    tab_to(page, region.get_by_role("link", name="Quandt"))
    press(page, "Enter")
    panel = page.get_by_role("complementary", name="Side panel")
    expect(panel.get_by_role("heading", name="Quandt")).to_be_visible()
    expect(panel.get_by_role("group", name="Attendance").get_by_role("button", name="Attended")).to_be_visible()
    press(page, "Escape")
    expect(panel.get_by_role("heading")).to_have_count(0)
    expect(region.get_by_role("link", name="Quandt")).to_be_focused()


def _book(page: Page, therapist: Therapist) -> None:
    # An address is waited for, because then the page's scripts listen.
    press(page, "g", "k")
    page.wait_for_url(re.compile(r"/calendar/(\?.*)?$"))
    expect(page.get_by_role("application")).to_be_visible()
    press(page, "w")
    page.wait_for_url("**view=week**")
    press(page, "k")
    page.wait_for_url(f"**date={therapist.week_ago}**")
    expect(page.locator(f".cal-col[data-date='{therapist.last_monday}']")).to_be_visible()
    grid = page.get_by_role("application")
    tab_to(page, grid)
    press(page, "ArrowDown")
    expect(grid.get_by_role("button", name=re.compile(r"Mon .*, 09:00, free"))).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_role("combobox", name="Client")).to_be_focused()
    page.keyboard.type("quan")
    expect(page.get_by_role("option", name=re.compile("Quandt"))).to_have_count(1)
    press(page, "Enter")
    expect(page.get_by_role("button", name="Book", exact=True)).to_be_focused()
    press(page, "Enter")
    expect(grid.get_by_role("link", name="09:00 to 10:00, Zora Quandt")).to_be_visible()
    heard(page, "Booked")


def _move(page: Page) -> None:
    grid = page.get_by_role("application")
    tab_to(page, grid.get_by_role("link", name="09:00 to 10:00"))
    press(page, "Space")
    heard(page, "Picked up")
    press(page, "Shift+ArrowDown", "ArrowRight")
    heard(page, re.compile(r"Tue .*10:00–11:00, free"))
    press(page, "Space")
    moved = page.get_by_role("group", name=re.compile("^Tue ")).get_by_role("link", name="10:00 to 11:00, Zora Quandt")
    expect(moved).to_be_focused()
    heard(page, "Saved for Tue")


def _attend_and_undo(page: Page) -> None:
    press(page, "Enter")
    panel = page.get_by_role("complementary", name="Side panel")
    attended = panel.get_by_role("button", name="Attended")
    tab_to(page, attended)
    expect(attended).to_have_attribute("aria-pressed", "false")
    press(page, "Enter")
    expect(attended).to_have_attribute("aria-pressed", "true")
    heard(page, "Attended")
    expect(page.get_by_role("link", name=re.compile("10:00 to 11:00, Zora Quandt.*Attended"))).to_be_visible()
    press(page, "Control+z")
    heard(page, "Undone")
    expect(panel.get_by_role("heading")).to_have_count(0)
    expect(
        page.get_by_role("link", name=re.compile("10:00 to 11:00, Zora Quandt.*Booked, note missing"))
    ).to_be_focused()


def _open_note(page: Page) -> None:
    press(page, "n")
    expect(page.get_by_role("button", name="Begin note")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Begin note"))
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
