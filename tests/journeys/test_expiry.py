"""An open page at the second a grant ends: what it showed is taken away, and it says what to do (B8, UI 7)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from kollega.scheduling.operations.booking import book
from tests.chromium import new_page
from tests.delegation.making import secretary_of
from tests.factories import make_practice
from tests.pages import slug_of
from tests.scheduling.factories import make_client, make_hours, make_service, tomorrow_at
from tests.signing_in import client_of
from tests.web.serving import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


def test_B8_an_open_calendar_dies_at_the_expiry_second(chromium: Browser, address: str) -> None:
    anna = make_practice()
    make_hours(anna)
    start = tomorrow_at(anna, 10)
    book(
        anna,
        client_id=make_client(anna, given="Zora", family="Quandt"),
        service_id=make_service(anna),
        clinician_id=anna.own_membership,
        starts_at=start,
    )
    browser = client_of(secretary_of(anna, hours=3))
    page = new_page(chromium, viewport={"width": 1440, "height": 900})
    for name, morsel in browser.cookies.items():
        page.context.add_cookies([{"name": name, "value": morsel.value, "url": address}])
    page.clock.install()
    page.goto(f"{address}/p/{slug_of(anna)}/calendar/?view=day&date={start.date()}")
    expect(page.locator("#content")).to_contain_text("Z. Q.")
    # The script that counts the time comes after the page.
    expect(page.locator("[data-armed]")).to_have_count(1)
    page.clock.fast_forward("02:59:00")
    expect(page.locator("#content")).to_contain_text("Z. Q.")
    page.clock.fast_forward("00:01:01")
    expect(page.get_by_role("heading", name="Your access to the calendar of Anna Berg has ended")).to_be_focused()
    expect(page.locator("#content")).not_to_contain_text("Z. Q.")
    expect(page.get_by_role("link", name="Go on")).to_be_visible()
