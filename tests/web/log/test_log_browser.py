"""The log and the demo's pages in Chromium: axe finds nothing, nothing scrolls sideways, the mail's link works."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from playwright.sync_api import Browser, Page

from kollega.accounts.models import Person
from kollega.audit.operations.recording import record
from kollega.console.sandbox.smtp import Faults, Mailbox
from kollega.kernel.clock import real_now
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Role
from kollega.messaging.operations.composing import message_of
from kollega.messaging.operations.rendering import rendered
from kollega.messaging.rules.letters import Letter, Link
from kollega.platform.operations import Action
from kollega.platform.tenancy import tenant
from tests.chromium import new_page
from tests.factories import make_member, make_practice
from tests.pages import browser as signed_in
from tests.pages import slug_of
from tests.web.serving import served

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = Path(os.environ.get("KOLLEGA_SHOTS", ROOT / "var" / "screenshots"))
SIZES = {"wide": (1440, 900), "phone": (390, 844)}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


@dataclass(frozen=True)
class Reader:
    """The address of the log and the login session of somebody who may read it."""

    log: str
    session: str


@pytest.fixture(scope="module")
def reader() -> Reader:
    """An owner who reads German, in a practice where something happened."""
    owner = make_practice()
    anna = make_member(owner, Role.CLINICIAN, name="Anna-Katharina Lindström-Müller")
    client_id = new_id()
    for actor, action, object_type, client in (
        (anna, Action.READ, "client", client_id),
        (anna, Action.READ, "client_information", client_id),
        (anna, Action.CREATE, "appointment", client_id),
        (anna, Action.SIGN, "note", client_id),
        (owner, Action.CHANGE, "practice", None),
    ):
        with tenant(actor.practice_id, actor.person_id), transaction.atomic():
            record(actor, action, object_type, new_id(), client_id=client)
    Person.objects.filter(pk=owner.person_id).update(language="de")
    session = signed_in(owner).cookies[settings.SESSION_COOKIE_NAME].value
    return Reader(f"/p/{slug_of(owner)}/log/", session)


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory, address: str) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("mailbox")
    letter = Letter(
        "Neues Passwort wählen",
        ("Jemand hat für Ihr Konto ein neues Passwort angefordert.", "Waren Sie es nicht, tun Sie nichts."),
        facts=(("Gilt bis", "Montag, 3. März 2027, 10:00 Uhr"),),
        action=Link("Passwort wählen", f"{address}/demo/"),
    )
    parts = rendered(letter, language="de", sender_name="Praxis am Park")
    content = {"to": "asa@example.test", "sender_name": "Praxis am Park", "language": "de", "attachments": []}
    content |= {"subject": parts.subject, "text": parts.text, "html": parts.html}
    Mailbox(folder, Faults()).keep(bytes(message_of(content, mail_id=new_id(), queued_at=real_now())))
    with override_settings(MAILBOX_DIR=folder):
        yield f"/demo/mailbox/{next(folder.glob('*.eml')).stem}/"


@pytest.fixture(params=[(size, scheme) for size in SIZES for scheme in ("light", "dark")], ids="-".join)
def page(request: pytest.FixtureRequest, chromium: Browser, address: str, reader: Reader) -> Iterator[Page]:
    size, scheme = request.param
    width, height = SIZES[size]
    options: dict[str, Any] = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    page = new_page(chromium, **options, locale="de-DE", base_url=address)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": reader.session, "url": address}])
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    page.context.close()
    assert problems == []


def _is_sound(page: Page, name: str, request: pytest.FixtureRequest) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{request.node.callspec.id}.png", full_page=True)
    page.evaluate(AXE.read_text())
    found = page.evaluate("async () => (await axe.run(document, {iframes: false})).violations")
    assert [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_log_page_is_sound(page: Page, reader: Reader, request: pytest.FixtureRequest) -> None:
    page.goto(reader.log)
    _is_sound(page, "log", request)


def test_a_log_page_without_rows_is_sound(page: Page, reader: Reader, request: pytest.FixtureRequest) -> None:
    page.goto(f"{reader.log}?q=einhorn&from=heute")
    _is_sound(page, "log-empty", request)


def test_the_log_is_searched_while_typing(page: Page, reader: Reader) -> None:
    page.goto(reader.log)
    page.locator("input[name=q]").fill("signiert")
    page.get_by_text("hat einen Termin").wait_for(state="detached")
    page.get_by_text("eine Notiz zu").wait_for()
    page.wait_for_url("**q=signiert**")


def test_the_demo_pages_are_sound_and_the_link_of_a_mail_works(
    page: Page, mail: str, request: pytest.FixtureRequest
) -> None:
    page.goto("/demo/")
    _is_sound(page, "demo", request)
    page.goto("/demo/mailbox/")
    _is_sound(page, "mailbox", request)
    page.goto(mail)
    link = page.frame_locator("iframe").get_by_role("link", name="Passwort wählen")
    link.wait_for()
    _is_sound(page, "mail", request)
    link.click()
    page.wait_for_url("**/demo/")
