"""Accounts in Chromium: the whole way with code and passkey, and every page looked at by axe."""

import base64
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kollega.accounts.models import MailedLink, Person
from kollega.accounts.operations import links
from kollega.accounts.operations.login_sessions import end_sessions_of
from kollega.kernel.clock import real_now
from tests.chromium import PROVE, new_page, patient
from tests.factories import PASSWORD, make_person, make_practice, unique
from tests.signing_in import client_of, code_now, give_codes, give_password
from tests.web.serving import served

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found, override_settings(PUBLIC_URL=found):
        yield found


@pytest.fixture
def context(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    context = patient(chromium.new_context(base_url=address))
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    assert problems == []


def _in_thread(work: Any) -> Any:
    """Playwright's loop keeps Django's synchronous code out of this thread."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


def _first_step(page: Page, person: Person) -> None:
    page.goto("/signin/")
    expect(page.locator("[name=address]")).to_be_focused()
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def _type_code(page: Page, code: str) -> None:
    """The focus comes a moment after the page: what is typed before it would be lost."""
    expect(page.locator("[name=code]")).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_the_whole_way_with_app_passkey_and_back_button(context: BrowserContext, page: Page) -> None:
    person = _in_thread(lambda: give_password(make_person()))
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    _first_step(page, person)
    page.wait_for_url(lambda url: "/signin/" not in url)
    # No second step yet: set up the app by the secret in words.
    page.goto("/account/codes/?next=/account/")
    secret_text = page.inner_text("code").replace(" ", "")
    secret = base64.b32decode(secret_text)
    _type_code(page, code_now(secret))
    expect(page.locator("#codes code")).to_have_count(10)
    with page.expect_download() as saved:
        page.click("[data-save-text]")
    assert Path(saved.value.path()).read_text().count("-") == 30
    page.click("a.btn-primary")
    page.wait_for_url(re.compile(r"\d/account/$"))
    # A passkey on top.
    page.click("a[href*='/account/passkeys/add/']")
    page.wait_for_url("**/account/passkeys/add/**")
    page.click("[data-passkey=make]")
    page.wait_for_url(re.compile(r"\d/account/$"))
    expect(page.locator("[id^=remove-]").nth(1)).to_be_attached()
    # Sign out; Back shows sign-in, not the page.
    page.evaluate("document.querySelector(\"form[action='/signout/']\").submit()")
    page.wait_for_url("**/signin/")
    page.go_back()
    page.wait_for_url("**/signin/**")
    # The passkey alone is both steps.
    page.goto("/signin/?next=/account/")
    page.click("[data-passkey=use]")
    page.wait_for_url(re.compile(r"\d/account/$"))
    # And it is the second step after the password.
    page.evaluate("document.querySelector(\"form[action='/signout/']\").submit()")
    page.wait_for_url("**/signin/")
    _first_step(page, person)
    page.wait_for_url("**/signin/code/")
    page.click("[data-passkey=use]")
    page.wait_for_url(re.compile(r"/(practices/.*)?$"))


def test_signing_in_again_over_a_page_that_lost_its_login(page: Page) -> None:
    person, slug = _in_thread(_owner)
    secret = _in_thread(lambda: give_codes(person))
    _first_step(page, person)
    page.wait_for_url("**/signin/code/")
    _type_code(page, code_now(secret))
    page.wait_for_url(lambda url: "/signin/" not in url)
    page.goto(f"/p/{slug}/clients/")
    _in_thread(lambda: end_sessions_of(person.pk))
    page.fill("input[name=q]", "Berg")
    expect(page.locator("#dialog-host [name=address]")).to_be_focused()
    page.fill("#dialog-host [name=address]", person.email)
    page.fill("#dialog-host [name=password]", PASSWORD)
    page.click("#dialog-host .btn-primary")
    _type_code(page, code_now(secret, steps=1))
    page.wait_for_selector("#dialog-host dialog", state="detached")
    expect(page.locator("input[name=q]")).to_have_value("Berg")
    with page.expect_response(lambda answer: "/clients/" in answer.url) as found:
        page.fill("input[name=q]", "Berger")
    assert found.value.status == 200


PAGES_OF_STRANGERS = [
    "/signin/",
    "/signup/",
    "/signup/sent/",
    "/reset/",
    "/reset/sent/",
    "/reset/done/",
    "/reset/dead/",
]
PAGES_OF_PEOPLE = [
    "/account/",
    "/account/second-step/",
    "/account/codes/",
    "/account/recovery-codes/",
    "/account/passkeys/add/",
    "/account/password/",
    "/account/address/",
    "/confirm/",
]


SIGHTS = [(1440, "light"), (320, "dark")] + [(1440, "dark"), (390, "light")] * PROVE


@pytest.mark.parametrize(("width", "theme"), SIGHTS)
def test_axe_finds_nothing_on_any_page_of_accounts(chromium: Browser, address: str, theme: Any, width: int) -> None:
    person = _in_thread(lambda: give_password(make_person(language="de")))
    _in_thread(lambda: give_codes(person))
    cookie = _in_thread(lambda: client_of(person).cookies["kollega_session"].value)
    token = _in_thread(_sign_up_token)
    page = new_page(
        chromium,
        base_url=address,
        viewport={"width": width, "height": 800},
        color_scheme=theme,
        locale="de",
        bypass_csp=True,
    )
    context = page.context
    for path in [*PAGES_OF_STRANGERS, f"/signup/{token}/"]:
        _check(page, path, width)
    context.add_cookies([{"name": "kollega_session", "value": cookie, "url": address}])
    for path in PAGES_OF_PEOPLE:
        _check(page, path, width)
    context.close()


def _owner() -> tuple[Person, str]:
    from kollega.platform.tenancy import tenant
    from kollega.practices.queries.memberships import membership_in_practice

    owner = make_practice()
    assert owner.person_id is not None
    with tenant(owner.practice_id, owner.person_id), transaction.atomic():
        membership = membership_in_practice(owner.person_id, owner.practice_id)
    assert membership is not None
    return give_password(Person.objects.get(pk=owner.person_id)), membership.practice_slug


def _check(page: Page, path: str, width: int) -> None:
    page.goto(path)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    hits = [(hit["id"], [node["html"] for node in hit["nodes"]]) for hit in found["violations"]]
    assert hits == [], path
    assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def _sign_up_token() -> str:
    wanted = f"{unique('ida')}@example.test"
    Client().post("/signup/", {"name": "Ida", "address": wanted})
    with transaction.atomic():
        issued = links.issue(MailedLink.objects.get(address=wanted).id, now=real_now())
    assert issued is not None
    assert issued.token is not None
    return issued.token
