"""The list's search in Chromium: results in place while typing, no name in the address."""

import pytest
from playwright.sync_api import Browser, expect

from tests.chromium import new_page
from tests.clients.factories import make_client
from tests.factories import make_practice
from tests.pages import browser, slug_of
from tests.web.serving import served

pytestmark = pytest.mark.browser


def test_C9_typing_finds_in_place_and_leaves_no_name_in_the_address(chromium: Browser) -> None:
    anna = make_practice()
    make_client(anna, "Åsa", "Öberg")
    make_client(anna, "Eva", "Alm")
    cookies = browser(anna).cookies
    slug = slug_of(anna)
    with served() as base:
        page = new_page(chromium)
        for name, cookie in cookies.items():
            page.context.add_cookies([{"name": name, "value": cookie.value, "url": base}])
        page.goto(f"{base}/p/{slug}/clients/?status=all")
        page.locator("input[name=q]").press_sequentially("öbe", delay=60)
        rows = page.locator("#list tbody tr")
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text("Öberg, Åsa")
        expect(page.locator("input[name=q]")).to_be_focused()
        expect(page).to_have_url(f"{base}/p/{slug}/clients/?status=all")
        page.context.close()
