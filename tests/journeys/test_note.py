"""Writing a note in Chromium: nothing typed is lost, whatever is killed; two devices; an expired login (N2)."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect, sync_playwright

from kollega.accounts.models import Person
from kollega.journal.queries.notes import open_note
from kollega.kernel.actor import Actor
from tests.chromium import PATIENCE, patient, program, until
from tests.factories import PASSWORD, make_practice
from tests.journal.making import Writer, make_note, note_row
from tests.journeys.serving import Server, session_cookie
from tests.pages import slug_of

pytestmark = pytest.mark.browser
RUNS = 50 if os.environ.get("KOLLEGA_PROVE") else 2
LENGTH = 2_000
LOSS = 2.0
# A draft in the browser's vault that has as many changes as were typed; the database exists once the page is ready.
IN_VAULT = """(changes) => new Promise((resolve) => {
  const request = indexedDB.open("kollega-drafts");
  request.onsuccess = () => {
    const all = request.result.transaction("drafts").objectStore("drafts").getAll();
    all.onsuccess = () => {
      request.result.close();
      resolve(all.result.some((draft) => draft.sequence >= changes));
    };
  };
})"""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


class Device:
    """A Chromium with a profile of its own, which outlives being killed."""

    def __init__(self, playwright: Playwright, profile: Path, actor: Actor, server: Server) -> None:
        self.playwright, self.profile, self.actor, self.server = playwright, profile, actor, server
        self.context: BrowserContext | None = None

    def open(self) -> Page:
        context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=program(),
            args=["--no-sandbox"],
            viewport={"width": 1440, "height": 900},
            timeout=PATIENCE,
        )
        self.context = patient(context)
        self.context.add_cookies([session_cookie(self.actor, self.server)])  # type: ignore[list-item]
        return self.context.pages[0]

    def kill(self) -> None:
        """SIGKILL to every process of this profile."""
        for pid in _processes_of(self.profile):
            os.kill(pid, signal.SIGKILL)
        self.close()
        for lock in self.profile.glob("Singleton*"):
            lock.unlink(missing_ok=True)

    def close(self) -> None:
        if self.context is not None:
            with suppress(Error):
                self.context.close()
            self.context = None


def _processes_of(profile: Path) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in command:
            found.append(int(entry.name))
    return found


@pytest.fixture
def actor() -> Actor:
    return make_practice()


@pytest.fixture
def device(playwright: Playwright, tmp_path: Path, actor: Actor, server: Server) -> Iterator[Device]:
    made = Device(playwright, tmp_path / "profile", actor, server)
    yield made
    made.close()


def address(server: Server, writer: Writer) -> str:
    return f"{server.address}/p/{slug_of(writer.actor)}/notes/{writer.note_id}/"


def go(page: Page, server: Server, writer: Writer) -> None:
    page.goto(address(server, writer))
    page.wait_for_selector("form[data-editor][data-ready]")


def field(page: Page, writer: Writer, number: int = 0) -> str:
    return f'textarea[name="text-{writer.keys[number]}"]'


def write(page: Page, writer: Writer, text: str) -> None:
    """Put the focus into the first text, and type there."""
    page.focus(field(page, writer))
    write_on(page, writer, text)


def write_on(page: Page, writer: Writer, text: str) -> None:
    """Type where the focus is, which is the first text."""
    expect(page.locator(field(page, writer))).to_be_focused()
    page.keyboard.type(text, delay=4)


def wait_until_in_vault(page: Page, text: str) -> None:
    until(lambda: page.evaluate(IN_VAULT, len(text)), "the text to be in the vault")


def stored(writer: Writer, number: int = 0) -> str:
    content = open_note(writer.actor, note_id=writer.note_id).content
    assert content is not None
    return content[number].text


def wait_until_stored(writer: Writer, text: str, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while stored(writer) != text:
        assert time.monotonic() < until, f"{len(stored(writer))} of {len(text)} characters reached the server"
        time.sleep(0.2)


def prose(length: int) -> str:
    """Words that name their place, so that a gap or a repetition shows."""
    words, size = [], 0
    while size < length + 10:
        words.append(f"w{len(words)}")
        size += len(words[-1]) + 1
    return " ".join(words)[: length - 1] + "."


class Typist:
    """Types a text and remembers when each character went in."""

    def __init__(self, text: str) -> None:
        self.text, self.times = text, [0.0] * len(text)
        self.done = 0

    def type_until(self, page: Page, target: int) -> None:
        while self.done < target:
            step = self.text[self.done : min(self.done + 5, target)]
            page.keyboard.type(step, delay=4)
            for place in range(self.done, self.done + len(step)):
                self.times[place] = time.monotonic()
            self.done += len(step)

    def must_have(self, moment: float) -> int:
        """How many characters were typed two seconds before the moment."""
        return sum(1 for place in range(self.done) if self.times[place] <= moment - LOSS)


@pytest.mark.parametrize("run", range(RUNS))
def test_N2_at_most_two_seconds_are_missing_after_kills(device: Device, server: Server, run: int) -> None:
    chance = random.Random(run)
    writer = make_note(device.actor)
    typist = Typist(prose(LENGTH))
    page = device.open()
    go(page, server, writer)
    stops = sorted(chance.sample(range(150, LENGTH - 100), 3))
    for number, stop in enumerate(stops):
        page.focus(field(page, writer))
        page.keyboard.press("Control+End")
        typist.type_until(page, stop)
        if (number + run) % 2 == 0:
            moment = time.monotonic()
            device.kill()
            page = device.open()
            go(page, server, writer)
            here = page.input_value(field(page, writer))
            assert typist.text.startswith(here), "what came back is not what was typed"
            assert len(here) >= typist.must_have(moment), f"{typist.done - len(here)} characters are missing"
            typist.done = len(here)
        else:
            server.kill()
            typist.type_until(page, min(stop + 60, LENGTH))
            server.start()
    page.focus(field(page, writer))
    page.keyboard.press("Control+End")
    typist.type_until(page, LENGTH)
    wait_until_stored(writer, typist.text)
    expect(page.locator("[data-state]")).to_contain_text("Saved")


def test_N2_text_typed_while_the_server_is_away_survives_a_killed_browser(device: Device, server: Server) -> None:
    writer = make_note(device.actor)
    page = device.open()
    go(page, server, writer)
    server.kill()
    try:
        write(page, writer, "typed without a server")
        expect(page.locator("[data-state]")).to_contain_text("text kept on this device")
        wait_until_in_vault(page, "typed without a server")
        device.kill()
    finally:
        server.start()
    assert stored(writer) == ""
    page = device.open()
    go(page, server, writer)
    expect(page.locator(field(page, writer))).to_have_value("typed without a server")
    wait_until_stored(writer, "typed without a server")
    expect(page.locator("[data-strip]")).to_contain_text("had not reached the server")


def test_N2_the_vault_holds_no_readable_text_and_its_key_does_not_leave(device: Device, server: Server) -> None:
    writer = make_note(device.actor)
    page = device.open()
    go(page, server, writer)
    server.kill()
    try:
        write(page, writer, "A very private sentence")
        wait_until_in_vault(page, "A very private sentence")
        found = page.evaluate(
            """async () => {
              const request = indexedDB.open("kollega-drafts");
              const db = await new Promise((r) => (request.onsuccess = () => r(request.result)));
              const all = (name) => new Promise((r) => {
                const q = db.transaction(name).objectStore(name).getAll(); q.onsuccess = () => r(q.result); });
              const [key] = await all("keys"); const [draft] = await all("drafts");
              const refused = await crypto.subtle.exportKey("raw", key).then(() => false, () => true);
              const text = new TextDecoder("latin1").decode(draft.data);
              return { refused, extractable: key.extractable, text, names: Object.keys(draft) };
            }"""
        )
    finally:
        server.start()
    assert found["refused"]
    assert found["extractable"] is False
    assert "private" not in found["text"]
    assert "texts" not in found["names"]
    for file in device.profile.rglob("*"):
        if file.is_file() and "IndexedDB" in str(file):
            assert b"very private" not in file.read_bytes()
    wait_until_stored(writer, "A very private sentence")


def test_N2_signing_out_wipes_the_vault(device: Device, server: Server) -> None:
    writer = make_note(device.actor)
    page = device.open()
    go(page, server, writer)
    server.kill()
    write(page, writer, "left behind")
    wait_until_in_vault(page, "left behind")
    server.start()
    page.evaluate("document.querySelector('form[data-sign-out]').requestSubmit()")
    page.wait_for_url("**/signin/**")
    gone = "indexedDB.databases().then((all) => all.every((one) => one.name !== 'kollega-drafts'))"
    until(lambda: page.evaluate(gone), "the vault to be wiped")


def test_N2_two_devices_are_asked_and_both_texts_stay(
    device: Device, playwright: Playwright, tmp_path: Path, server: Server
) -> None:
    writer = make_note(device.actor)
    page = device.open()
    go(page, server, writer)
    write(page, writer, "From the desk.")
    wait_until_stored(writer, "From the desk.")
    Writer(writer.actor, writer.note_id).type("From the desk. And the phone.")
    write_on(page, writer, " Then more.")
    conflict = page.locator("[data-conflict]")
    expect(conflict).to_be_visible()
    expect(page.locator("[data-state]")).to_have_text("Changed elsewhere")
    expect(conflict).to_contain_text("And the phone.")
    conflict.get_by_label("Both").check()
    conflict.get_by_role("button", name="Use this choice").click()
    wait_until_stored(writer, "From the desk. And the phone.\n\nFrom the desk. Then more.")


def test_N2_an_expired_login_asks_over_the_page_and_returns_to_the_caret(device: Device, server: Server) -> None:
    writer = make_note(device.actor)
    page = device.open()
    go(page, server, writer)
    write(page, writer, "before ")
    wait_until_stored(writer, "before")
    assert device.context is not None
    device.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    write_on(page, writer, "after")
    expect(page.locator("[data-state]")).to_contain_text("Signed out")
    expect(page.locator("#dialog-host dialog")).to_be_visible()
    expect(page.locator(field(page, writer))).to_have_value("before after")
    device.context.add_cookies([session_cookie(device.actor, server)])  # type: ignore[list-item]
    page.evaluate("document.dispatchEvent(new CustomEvent('signed-in', {detail: {}}))")
    wait_until_stored(writer, "before after")
    write_on(page, writer, "!")
    wait_until_stored(writer, "before after!")


def test_N4_writing_signing_and_reading_by_keyboard(device: Device, server: Server) -> None:
    writer = make_note(device.actor)
    page = device.open()
    go(page, server, writer)
    write_on(page, writer, "She slept ")
    page.keyboard.press("Control+b")
    page.keyboard.type("well", delay=4)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-state]")).to_contain_text("Saved")
    page.keyboard.press("Control+Enter")
    dialog = page.locator("#dialog-host dialog")
    expect(dialog).to_contain_text("Nobody can change this text afterwards")
    expect(dialog).to_contain_text("Lind, Berit")
    dialog.get_by_role("button", name="Sign note").click()
    expect(page.locator(".lock-strip")).to_contain_text("Unchanged, checked today")
    expect(page.locator(".note-document strong")).to_have_text("well")


def test_N4_an_old_login_signs_with_the_password_in_the_dialog(device: Device, server: Server) -> None:
    writer = make_note(device.actor)
    person = Person.objects.get(id=device.actor.person_id)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    page = device.open()
    assert device.context is not None
    device.context.add_cookies([session_cookie(device.actor, server, minutes_ago=11)])  # type: ignore[list-item]
    go(page, server, writer)
    write_on(page, writer, "To be signed")
    page.get_by_role("button", name="Save and sign").click()
    dialog = page.locator("#dialog-host dialog")
    expect(dialog.get_by_label("Password")).to_be_focused()
    page.keyboard.type("not the right one")
    page.keyboard.press("Enter")
    expect(dialog.locator("[aria-invalid=true]")).to_have_count(1)
    dialog.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".lock-strip")).to_contain_text("Unchanged, checked today")


def test_N2_the_list_sends_what_other_notes_left_behind(device: Device, server: Server) -> None:
    writer = make_note(device.actor)
    page = device.open()
    go(page, server, writer)
    server.kill()
    try:
        write(page, writer, "left in the vault")
        wait_until_in_vault(page, "left in the vault")
        device.kill()
    finally:
        server.start()
    page = device.open()
    page.goto(f"{server.address}/p/{slug_of(writer.actor)}/notes/")
    expect(page.locator("[data-unsent]")).to_be_visible()
    wait_until_stored(writer, "left in the vault")


def test_the_last_note_opens_in_the_rail_and_its_text_is_taken_over(device: Device, server: Server) -> None:
    writer = make_note(device.actor)
    client_id = note_row(writer.actor, writer.note_id).client_id
    earlier = make_note(replace(writer.actor, at=writer.actor.at - timedelta(days=7)), client_id)
    earlier.save("Walks every day.")
    earlier.sign()
    page = device.open()
    go(page, server, writer)
    page.focus(field(page, writer))
    page.locator("[data-last] summary").click()
    page.get_by_role("button", name="Insert text").click()
    wait_until_stored(writer, "Walks every day.")


def test_N1_escape_asks_and_discard_leaves(device: Device, server: Server) -> None:
    writer = make_note(device.actor)
    page = device.open()
    go(page, server, writer)
    write_on(page, writer, "a doubt")
    page.keyboard.press("Escape")
    dialog = page.locator("#dialog-host dialog")
    expect(dialog).to_contain_text("Keep the draft or discard?")
    dialog.get_by_role("button", name="Discard").click()
    page.wait_for_url("**/client/**")
    assert open_note(writer.actor, note_id=writer.note_id).in_bin


def test_pasted_pages_become_clean_text(device: Device, server: Server) -> None:
    writer = make_note(device.actor)
    page = device.open()
    go(page, server, writer)
    page.evaluate(
        """(selector) => {
          const data = new DataTransfer();
          data.setData("text/html", "<style>p{}</style><h2>Plan</h2>" +
            "<p>Sleep <b>more</b><script>x</script></p><ul><li>a<li>b</ul>");
          const field = document.querySelector(selector);
          field.focus();
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        field(page, writer),
    )
    wait_until_stored(writer, "# Plan\n\nSleep **more**\n\n- a\n- b")
