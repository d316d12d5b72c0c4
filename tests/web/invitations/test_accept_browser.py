"""The way of somebody invited in Chromium: forms work, and no secret address leaves in a header (I3, I4, IN-6)."""

import re
from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, Request, expect

from kollega.accounts.models import Person
from tests.chromium import new_page
from tests.factories import make_person
from tests.signing_in import client_of
from tests.teams.making import invited, make_team, membership_of
from tests.web.serving import served

pytestmark = pytest.mark.browser
NEW = "three quite new words"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found, override_settings(PUBLIC_URL=found):
        yield found


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = new_page(chromium, locale="en-GB")
    yield opened
    opened.context.close()


def referers(page: Page) -> list[str]:
    """Collect the Referer of every request from now on."""
    sent: list[str] = []

    def note(request: Request) -> None:
        sent.append(request.all_headers().get("referer", ""))

    page.on("requestfinished", note)
    return sent


def test_I4_IN6_a_new_person_registers_and_accepts_and_the_secret_stays_at_home(page: Page, address: str) -> None:
    owner = make_team()
    email, token = invited(owner)
    sent = referers(page)
    page.goto(f"{address}/invitation/{token}/")
    page.get_by_label("Name").fill("Kari Dahl")
    page.get_by_label("Password").fill(NEW)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="What changes when you accept")).to_be_visible()
    assert membership_of(owner, Person.objects.get(email=email)) is None
    page.get_by_role("button", name="Accept the invitation").click()
    expect(page).to_have_url(re.compile("/account/second-step/"))
    assert membership_of(owner, Person.objects.get(email=email)) is not None
    assert any(sent)
    assert not [referer for referer in sent if token in referer]


def test_I4_somebody_else_switches_to_the_invited_account(page: Page, address: str) -> None:
    owner = make_team()
    _, token = invited(owner)
    cookies = client_of(make_person()).cookies.items()
    page.context.add_cookies([{"name": name, "value": morsel.value, "url": address} for name, morsel in cookies])
    sent = referers(page)
    page.goto(f"{address}/invitation/{token}/")
    expect(page.get_by_text("Another account is signed in")).to_be_visible()
    page.get_by_role("button", name="Sign out and use the invited address").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page).to_have_url(re.compile(f"next=%2Finvitation%2F{token}"))
    page.get_by_label("E-mail address").fill("kari@example.test")
    page.get_by_label("Password").fill(NEW)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("do not match an account")).to_be_visible()
    assert any(sent)
    assert not [referer for referer in sent if token in referer]


def test_I3_a_dead_link_asks_for_a_new_one_by_one_press(page: Page, address: str) -> None:
    page.goto(f"{address}/invitation/gone-for-good/")
    page.get_by_role("button", name="Ask for a new link").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
