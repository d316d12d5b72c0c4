"""The pages of the record in Chromium: axe finds nothing, nothing scrolls sideways; screenshots are kept."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from kollega.accounts.models import Person
from kollega.journal.operations.addenda import add_addendum
from kollega.journal.operations.countersigning import ask_to_sign
from kollega.journal.operations.process_notes import keep_process_note, start_process_note
from kollega.journal.operations.sharing import share_note
from kollega.journal.operations.snippets import create_snippet
from kollega.journal.rules.countersigning import SignKind
from kollega.journal.rules.sharing import Level
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Role
from tests.chromium import PROVE, new_page
from tests.factories import make_member, make_practice
from tests.journal.making import Writer, make_client, make_note, make_signed
from tests.journeys.serving import Server, session_cookie
from tests.pages import slug_of

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "build" / "screenshots" / "journal"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TEXT = """Hon har sovit bättre den här veckan, men oroar sig för mötet på **torsdag**.

- Promenader varje dag
- Ringt sin syster

> Det är första gången jag sagt nej.

Vi gick igenom andningsövningen en gång till."""


@dataclass
class Record:
    actor: Actor
    client: UUID
    draft: Writer
    signed: UUID
    process: UUID
    shared: UUID
    request: UUID

    def places(self) -> dict[str, str]:
        notes = f"/p/{slug_of(self.actor)}/notes"
        return {
            "editor": f"{notes}/{self.draft.note_id}/",
            "signed": f"{notes}/{self.signed}/",
            "sign": f"{notes}/{self.draft.note_id}/sign/",
            "close": f"{notes}/{self.draft.note_id}/close/",
            "addendum": f"{notes}/{self.signed}/addendum/",
            "versions": f"{notes}/{self.draft.note_id}/versions/?old=2&new=3",
            "tab": f"{notes}/client/{self.client}/",
            "new": f"{notes}/new/{self.client}/",
            "unsigned": f"{notes}/",
            "templates": f"{notes}/templates/",
            "template": f"{notes}/templates/new/",
            "process": f"{notes}/process/{self.process}/",
            "process-list": f"{notes}/process/of/{self.client}/",
            "process-delete": f"{notes}/process/{self.process}/delete/",
            "share": f"{notes}/{self.draft.note_id}/share/",
            "shared": f"{notes}/shared/",
            "shared-editor": f"{notes}/shared/{self.shared}/",
            "ask": f"{notes}/{self.signed}/ask/",
            "request": f"{notes}/requests/{self.request}/",
            "snippets": f"{notes}/snippets/",
            "snippet": f"{notes}/snippets/new/",
        }


def make_record(language: str) -> Record:
    actor = replace(make_practice(language=language), language=language)
    Person.objects.filter(id=actor.person_id).update(language=language)
    client = make_client(actor)
    signed = make_signed(actor, TEXT, client)
    add_addendum(actor, note_id=signed, reason="Fel veckodag", text="Mötet är på **fredag**.")
    make_signed(actor, "Första samtalet. " * 20, client)
    draft = make_note(actor, client)
    draft.save(TEXT)
    draft.save(TEXT.replace("torsdag", "fredag"), "Andning, promenad.", "", "Nytt samtal om två veckor.")
    colleague = make_member(actor, Role.CLINICIAN, name="Nils Lund")
    create_snippet(actor, word="andning", text="Vi gick igenom andningsövningen med {client}.")
    process = start_process_note(actor, client_id=client)
    keep_process_note(actor, process_note_id=process, text="Jag blir själv orolig när hon tystnar. Varför?", base=1)
    share_note(actor, note_id=draft.note_id, membership_id=colleague.own_membership, level=Level.EDIT)
    ask_to_sign(actor, note_id=signed, membership_id=colleague.own_membership, kind=SignKind.COUNTER)
    theirs = make_client(colleague, family_name="Öberg", given_name="Jonas")
    shared = make_note(colleague, theirs)
    shared.save(TEXT)
    share_note(colleague, note_id=shared.note_id, membership_id=actor.own_membership, level=Level.FULL)
    asked = make_signed(colleague, TEXT, theirs)
    request = ask_to_sign(colleague, note_id=asked, membership_id=actor.own_membership, kind=SignKind.COUNTER)
    return Record(actor, client, draft, signed, process, shared.note_id, request)


def opened(chromium: Browser, server: Server, actor: Actor, **options: Any) -> Page:
    # The policy would refuse the checker itself.
    page = new_page(chromium, bypass_csp=True, **options)
    page.context.add_cookies([session_cookie(actor, server)])  # type: ignore[list-item]
    return page


SIGHTS = [("sv", 1440, "light"), ("de", 390, "dark"), ("fr", 320, "light")]
if PROVE:
    SIGHTS += [("de", 1440, "dark"), ("sv", 390, "light")]


@pytest.mark.parametrize(("language", "width", "theme"), SIGHTS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Browser, server: Server, language: str, width: int, theme: Any
) -> None:
    record = make_record(language)
    page = opened(
        chromium, server, record.actor, viewport={"width": width, "height": 900}, color_scheme=theme, locale=language
    )
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    SHOTS.mkdir(parents=True, exist_ok=True)
    for name, place in record.places().items():
        page.goto(server.address + place)
        if name in {"editor", "process", "shared-editor"}:
            page.wait_for_selector("form[data-ready]")
        page.screenshot(path=SHOTS / f"{name}-{width}-{theme}-{language}.png", full_page=True)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", STANDARD)
        hits = [(hit["id"], [node["html"][:160] for node in hit["nodes"]]) for hit in found["violations"]]
        assert (name, hits) == (name, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert problems == []
    page.context.close()
