"""Booking in Chromium, at 320 px and wide: axe finds nothing, nothing scrolls sideways, every target can be met."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kollega.kernel.permissions import Role
from kollega.online.enums import AnswerKind
from kollega.online.operations.settings import change_intake, change_policy
from kollega.online.rules.intake import Question
from tests.chromium import new_page
from tests.factories import make_member
from tests.online.making import House, make_house, open_clinician
from tests.scheduling.factories import make_hours
from tests.web.serving import served

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = os.environ.get("KOLLEGA_SHOTS", "")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


@pytest.fixture(scope="module")
def house() -> House:
    house = make_house(waiting_list=True, step_minutes=60)
    kari = make_member(house.owner, Role.CLINICIAN, name="Kari Dahl")
    make_hours(kari)
    open_clinician(kari)
    texts = {"sv": "Avboka senast 24 timmar före besöket.", "de": "Bitte sagen Sie 24 Stunden vorher ab."}
    change_policy(house.owner, texts=texts)
    asked = (
        Question(AnswerKind.LONG_TEXT, "Vad vill du ha hjälp med?"),
        Question(AnswerKind.YES_NO, "Varit här förr?"),
    )
    change_intake(house.owner, service_id=house.service_id, questions=asked)
    return house


@pytest.mark.parametrize(("width", "language"), [(320, "de"), (390, "sv"), (1440, "de")])
def test_B11_every_step_is_usable_at_every_width(
    chromium: Browser, address: str, house: House, width: int, language: str
) -> None:
    page = new_page(chromium, viewport={"width": width, "height": 800}, locale=language, bypass_csp=True)
    page.goto(f"{address}{house.start()}")
    checked(page, width, f"{language}-{width}-1-service")
    page.locator(".booking-choice").first.click()
    expect(page.locator(".booking-choice")).to_have_count(3)
    checked(page, width, f"{language}-{width}-2-who")
    page.locator(".booking-choice").first.click()
    expect(page.locator(".booking-choice")).to_have_count(2)
    checked(page, width, f"{language}-{width}-3-place")
    page.locator(".booking-choice").first.click()
    expect(page.locator(".booking-day").first).to_be_visible()
    checked(page, width, f"{language}-{width}-4-time")
    page.locator(".booking-days button").last.click()
    expect(page.locator(".booking-hold")).to_be_visible()
    page.locator("form.form .btn-primary").click()
    expect(page.locator(".error-summary, [data-error]").first).to_be_visible()
    checked(page, width, f"{language}-{width}-5-faults")
    for name, text in (("given_name", "Eva"), ("family_name", "Lund"), ("born_on", "1980-05-02")):
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=email]").fill(f"eva{width}@client.example")
    checked(page, width, f"{language}-{width}-6-details")
    page.locator("form.form .btn-primary").click()
    expect(page.locator(".booking-policy")).to_be_visible()
    checked(page, width, f"{language}-{width}-7-confirm")
    page.locator("[name=policy]").check()
    page.locator("form.form .btn-primary").click()
    expect(page.locator(".booking-when-day")).to_be_visible()
    checked(page, width, f"{language}-{width}-8-done")
    page.locator("a[href$='/move/']").click()
    expect(page.locator(".booking-day").first).to_be_visible()
    checked(page, width, f"{language}-{width}-9-move")
    page.go_back()
    page.locator("a[href$='/cancel/']").click()
    expect(page.locator("form.btn-row .btn-danger")).to_be_visible()
    checked(page, width, f"{language}-{width}-10-cancel")
    page.goto(f"{address}{house.start('waiting/')}?service={house.service_id}&place=in_person")
    checked(page, width, f"{language}-{width}-11-waiting")
    page.context.close()


def checked(page: Page, width: int, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    assert [(hit["id"], [node["html"] for node in hit["nodes"]]) for hit in found["violations"]] == [], name
    small = page.evaluate(
        "[...document.querySelectorAll('main button, main a.btn, main a.booking-choice, main input.input')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 120))"
    )
    assert small == [], name
