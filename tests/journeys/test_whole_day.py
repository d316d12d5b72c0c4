"""One therapist's day in Chromium: sign in, book, move, write, sign; the signed note holds; the log tells."""

import json
import re
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from kollega.journal.queries.notes import open_note
from tests.factories import PASSWORD
from tests.journal.making import as_app
from tests.journeys.grid import card, click_at, drag, still
from tests.journeys.serving import Server
from tests.journeys.therapist import Therapist, let_login_age, make_therapist, opened, type_code, type_password

pytestmark = pytest.mark.browser
TEXT = "She slept better this week and walked every day."


def test_N4_L1_a_whole_day_from_sign_in_to_the_log(chromium: Browser, server: Server) -> None:
    therapist = make_therapist()
    page = opened(chromium, server)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    _sign_in(page, therapist)
    _book_and_move(page, therapist)
    _open_client(page, therapist)
    note_id = _write_and_sign(page)
    _nothing_changes_it(page, therapist, note_id)
    _print(page, note_id, therapist)
    _the_log_tells(page, therapist)
    assert problems == []
    page.context.close()


def _sign_in(page: Page, therapist: Therapist) -> None:
    type_password(page, therapist)
    type_code(page, therapist)
    page.wait_for_url(f"**/p/{therapist.slug}/calendar/today/")
    expect(page.locator("h1")).to_have_text("Today")


def _book_and_move(page: Page, therapist: Therapist) -> None:
    monday = therapist.last_monday
    page.locator(".side").get_by_role("link", name="Calendar").click()
    page.get_by_role("link", name="Week", exact=True).click()
    page.wait_for_url("**view=week**")
    expect(page.locator(".cal-col").nth(4)).to_be_visible()
    page.locator(".cal-steps a").first.click()
    page.wait_for_url(f"**date={therapist.week_ago}**")
    expect(page.locator(f".cal-col[data-date='{monday}']")).to_be_visible()

    # By click: the client by four letters, the service, Book.
    click_at(page, 10)
    expect(page.locator("#client-search")).to_be_focused()
    page.keyboard.type("quan")
    page.locator("#client-options [data-client]").click()
    expect(page.locator("[data-picked]")).to_contain_text("Quandt")
    page.locator("#booking-form [name=service]").select_option(str(therapist.long_service))
    page.get_by_role("button", name="Book", exact=True).click()
    expect(card(page, "10:00 to 11:00")).to_be_visible()

    drag(page, card(page, "10:00 to 11:00"), 12)
    expect(card(page, "12:00 to 13:00")).to_be_visible()
    expect(page.locator(".toast-action").last).to_be_visible()

    still(page)
    page.locator("#calendar-grid .cal-card[tabindex='0']").focus()
    for key in ("Space", "Shift+ArrowDown", "ArrowDown", "ArrowRight", "Space"):
        page.keyboard.press(key)
    moved = page.locator(".cal-col").nth(1).locator(".cal-card[data-id]", has_text="13:05 to 14:05")
    expect(moved).to_be_visible()


def _open_client(page: Page, therapist: Therapist) -> None:
    card(page, "13:05 to 14:05").click()
    panel = page.locator("#panel-host")
    panel.get_by_role("link", name=therapist.family_name).click()
    page.wait_for_url("**/clients/*/")
    expect(page.locator(".client-name")).to_contain_text(therapist.family_name)
    page.go_back()
    page.wait_for_load_state("networkidle")
    card(page, "13:05 to 14:05").click()
    page.get_by_role("link", name="Write note").click()
    page.get_by_role("button", name="Begin note").click()
    page.wait_for_selector("form[data-editor][data-ready]")


def _write_and_sign(page: Page) -> UUID:
    expect(page.locator("textarea[data-first]")).to_be_focused()
    page.keyboard.type(TEXT)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-state]")).to_contain_text("Saved")
    let_login_age(page, minutes=11)
    page.get_by_role("button", name="Save and sign").click()
    dialog = page.locator("#dialog-host dialog")
    expect(dialog).to_contain_text("Nobody can change this text afterwards, you included.")
    expect(dialog).to_contain_text("Quandt")
    expect(dialog.get_by_label("Password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".lock-strip")).to_contain_text("Unchanged, checked today")
    expect(page.locator(".note-document")).to_contain_text(TEXT)
    expect(page.locator("textarea")).to_have_count(0)
    found = re.search(r"/notes/([0-9a-f-]{36})/", page.url)
    assert found
    return UUID(found[1])


def _nothing_changes_it(page: Page, therapist: Therapist, note_id: UUID) -> None:
    opened_note = open_note(therapist.actor, note_id=note_id)
    assert opened_note.content
    texts = {opened_note.content[0].key: "Something else"}
    sending = {"texts": texts, "base": opened_note.revision, "tab": str(uuid4()), "sequence": 1}
    for part in ("autosave", "save"):
        assert _post(page, f"/p/{therapist.slug}/notes/{note_id}/{part}/", sending)["status"] == 409
    assert _post(page, f"/p/{therapist.slug}/notes/{note_id}/close/", {})["status"] in {409, 422}

    bearer = {"Authorization": f"Bearer {therapist.token()}"}
    api = f"/api/v1/notes/{note_id}"
    written = {"texts": texts, "base": opened_note.revision}
    sent = {**written, "sending": {"tab": str(uuid4()), "sequence": 1}}
    for address, body in ((api, written), (f"{api}/autosave", sent)):
        answer = page.request.put(address, data=body, headers=bearer)
        assert (answer.status, answer.json()["code"]) == (409, "note_already_signed"), answer.text()
    assert page.request.post(f"{api}/discard", headers=bearer).status == 409

    for statement in (
        "update journal_note set occurred_at = now() where id = %s",
        "update journal_note set status = 'draft' where id = %s",
        "update journal_note_version set words = 1 where note_id = %s",
        "delete from journal_note_version where note_id = %s",
        "delete from journal_signature where note_id = %s",
        "delete from journal_note where id = %s",
    ):
        with pytest.raises(Exception, match="journal:"):
            as_app(therapist.actor, statement, note_id)
    after = open_note(therapist.actor, note_id=note_id)
    assert after.content == opened_note.content
    assert after.is_unchanged


def _post(page: Page, address: str, body: dict[str, object]) -> dict[str, object]:
    """Send what the page's own script would send, with the page's own token."""
    answer: dict[str, object] = page.evaluate(
        """async ([address, body]) => {
          const token = document.querySelector("meta[name=csrf-token]").content;
          const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
          const answer = await fetch(address, { method: "POST", headers, body });
          return { status: answer.status, text: await answer.text() };
        }""",
        [address, json.dumps(body)],
    )
    return answer


def _print(page: Page, note_id: UUID, therapist: Therapist) -> None:
    link = page.get_by_role("link", name="Print")
    with page.expect_download() as saved:
        link.click()
    assert saved.value.path().read_bytes().startswith(b"%PDF")
    answer = page.request.get(f"/p/{therapist.slug}/notes/{note_id}/note.pdf")
    assert answer.body().startswith(b"%PDF")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"


def _the_log_tells(page: Page, therapist: Therapist) -> None:
    page.goto(f"/p/{therapist.slug}/log/")
    rows = page.locator("#log")
    for words in (
        "signed in",
        "looked at the calendar",
        "listed or searched clients",
        "booked an appointment for",
        "moved an appointment of",
        "opened an appointment of",
        "opened the client card of",
        "began a note about",
        "wrote in a note about",
        "signed a note about",
        "read a note about",
        "printed a note about",
    ):
        expect(rows.locator("tr", has_text=words).first).to_be_visible()
    moves = rows.locator("tr", has_text="moved an appointment of")
    expect(moves).to_have_count(2)
    expect(moves.first).to_contain_text(therapist.family_name)
