"""The parts of pages in Chromium: axe finds nothing, nothing scrolls sideways, dialogs and panels behave."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import new_page
from tests.web.serving import served

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield f"{found}/styleguide/"


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    yield from opened(chromium, address)


def opened(chromium: Browser, address: str, **options: Any) -> Iterator[Page]:
    page = new_page(chromium, **options)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto(address)
    yield page
    page.context.close()
    assert problems == []


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (390, "dark"), (320, "light")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Browser, address: str, theme: Any, width: int
) -> None:
    viewport: Any = {"width": width, "height": 800}
    # The policy would refuse the checker itself.
    for page in opened(chromium, address, viewport=viewport, color_scheme=theme, locale="de", bypass_csp=True):
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
        assert [(hit["id"], [node["html"] for node in hit["nodes"]]) for hit in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_dialog_opens_from_its_fragment_closes_on_success_and_gives_focus_back(page: Page) -> None:
    page.click("#open-dialog")
    page.wait_for_selector("#dialog-host dialog[open]")
    expect(page.locator("#dialog-host [data-close]:focus")).to_have_count(1)
    page.click("#dialog-host .btn-danger")
    page.wait_for_selector("#toast-host .toast")
    expect(page.locator("#dialog-host dialog")).to_have_count(0)
    expect(page.locator("#open-dialog")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("#toast-host .toast")).to_have_count(2)


def test_a_panel_asks_before_unsaved_text_is_lost(page: Page) -> None:
    page.click("#open-panel")
    expect(page.locator("#panel-host [name=name]")).to_be_focused()
    page.keyboard.type("Berg")
    page.keyboard.press("Escape")
    page.click("[data-leave=stay]")
    expect(page.locator("#leave-dialog")).to_be_hidden()
    expect(page.locator("#panel-host [name=name]")).to_have_value("Berg")
    expect(page.locator("#panel-host [name=name]")).to_be_focused()
    page.keyboard.press("Escape")
    page.click("[data-leave=discard]")
    expect(page.locator("#panel-host > *")).to_have_count(0)
    expect(page.locator("#open-panel")).to_be_focused()


def test_a_refused_panel_form_keeps_what_was_typed(page: Page) -> None:
    page.click("#open-panel")
    page.wait_for_selector("#panel-host .panel")
    page.fill("#panel-host [name=reason]", "Sleep")
    page.click("#panel-host .btn-primary")
    expect(page.locator("#panel-host [data-error-summary]")).to_be_focused()
    expect(page.locator("#panel-host [name=reason]")).to_have_value("Sleep")


def test_a_bare_refusal_is_said_and_replaces_nothing(page: Page) -> None:
    page.click("text=409")
    expect(page.locator("#notice [role=alert]")).to_contain_text("10:00 is no longer free.")
    expect(page.locator("#open-dialog")).to_have_count(1)


def test_without_a_connection_the_page_says_so_until_it_is_back(page: Page) -> None:
    page.context.set_offline(True)
    page.click("text=409")
    page.wait_for_selector("#offline-strip:not([hidden])")
    page.context.set_offline(False)
    page.click("text=409")
    page.wait_for_selector("#offline-strip", state="hidden")


def test_keys_act_by_what_the_page_declares_and_rest_in_fields(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator("[name=q]:focus")).to_have_count(1)
    page.keyboard.type("c?")
    expect(page.locator("[name=q]")).to_have_value("c?")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("c")
    expect(page.locator("#panel-host [name=name]")).to_be_focused()
    page.click("#panel-host [data-close] >> nth=0")
    expect(page.locator("#panel-host > *")).to_have_count(0)
    page.keyboard.press("?")
    page.wait_for_selector("#keys-dialog[open] .key-list .kbd")
    page.keyboard.press("Escape")
    expect(page.locator("#keys-dialog")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator(".palette-input")).to_be_focused()
    page.keyboard.type("berg")
    expect(page.locator("#palette-list a[role=option]").first).to_have_attribute("aria-selected", "true")


def test_names_hide_for_the_next_page_too(page: Page) -> None:
    expect(page.locator(".person-name").first).to_be_visible()
    with page.expect_response("**/appearance/"):
        page.keyboard.press("Shift+P")
    page.reload()
    expect(page.locator(".person-name").first).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-names", "hidden")


def test_a_date_is_echoed_and_chosen_by_keyboard(page: Page) -> None:
    page.fill("#id_date", "5/3/2027")
    expect(page.locator("#id_date-echo")).to_have_text("Fri, 5 March 2027, week 9")
    page.click("#id_date ~ [data-month-button]")
    expect(page.locator(".month [data-day='2027-03-05']")).to_be_focused()
    for key, day in (("ArrowDown", "2027-03-12"), ("PageDown", "2027-04-12")):
        page.keyboard.press(key)
        expect(page.locator(f".month [data-day='{day}']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#id_date")).to_have_value("2027-04-12")
