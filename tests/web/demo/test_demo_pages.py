"""The demo's mailbox and clock: there in the demo, nowhere else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client, override_settings

from kollega.console.sandbox.smtp import Faults, Mailbox
from kollega.kernel import clock
from kollega.kernel.clock import real_now
from kollega.kernel.ids import new_id
from kollega.messaging.operations.composing import message_of
from kollega.messaging.operations.rendering import rendered
from kollega.messaging.rules.letters import Letter, Link

PAGES = ("/demo/", "/demo/mailbox/", "/demo/mailbox/0123456789abcdef01234567/")


@pytest.fixture
def name(tmp_path: Path) -> Iterator[str]:
    """The name of one message in a mailbox of this test."""
    letter = Letter("Choose a new password", ("Hello <Åsa>",), action=Link("Choose", "http://localhost/reset/abc/"))
    parts = rendered(letter, language="en", sender_name="")
    content = {
        "to": "asa@example.test",
        "sender_name": "Kliniken",
        "subject": parts.subject,
        "text": parts.text,
        "html": parts.html,
        "language": "en",
        "attachments": [],
    }
    mailbox = Mailbox(tmp_path, Faults())
    mailbox.keep(bytes(message_of(content, mail_id=new_id(), queued_at=real_now())))
    with override_settings(MAILBOX_DIR=tmp_path):
        yield next(tmp_path.glob("*.eml")).stem


def test_the_mailbox_lists_a_mail_and_its_link_works(name: str) -> None:
    browser = Client()
    page = browser.get("/demo/mailbox/").content.decode()
    assert "Choose a new password" in page
    assert f"/demo/mailbox/{name}/" in page
    text = browser.get(f"/demo/mailbox/{name}/?text").content.decode()
    assert '<a href="http://localhost/reset/abc/"' in text
    assert "Hello &lt;Åsa&gt;" in text
    html = browser.get(f"/demo/mailbox/{name}/html/")
    assert 'href="http://localhost/reset/abc/"' in html.content.decode()
    assert "sandbox" in html.headers["Content-Security-Policy"]
    assert "script" not in html.headers["Content-Security-Policy"]


@pytest.mark.parametrize("other", ["..%2Fsecret", "0123456789abcdef01234567", "x"])
def test_there_is_nothing_but_mail_in_the_mailbox(name: str, other: str) -> None:
    assert Client().get(f"/demo/mailbox/{other}/").status_code == 404


def test_an_empty_mailbox_says_what_to_do(tmp_path: Path) -> None:
    with override_settings(MAILBOX_DIR=tmp_path / "none"):
        assert "No mail yet." in Client().get("/demo/mailbox/").content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_AU9_production_has_no_demo_pages(path: str) -> None:
    with override_settings(PRODUCTION=True):
        assert Client().get(path).status_code == 404
        assert Client().post("/demo/clock/", {"seconds": "3600"}).status_code == 404


def test_the_clock_is_moved_by_steps_and_back(tmp_path: Path, settings_clock: Path) -> None:
    browser = Client()
    for _ in range(2):
        browser.post("/demo/clock/", {"seconds": "86400"})
    assert abs(clock.now() - real_now() - timedelta(days=2)) < timedelta(seconds=2)
    browser.post("/demo/clock/", {"seconds": "0"})
    assert abs(clock.now() - real_now()) < timedelta(seconds=1)


@pytest.fixture
def settings_clock() -> Iterator[Path]:
    from django.conf import settings

    path = Path(settings.CLOCK_FILE)
    yield path
    path.unlink(missing_ok=True)


def test_the_clock_stays_within_two_years_and_a_bit(settings_clock: Path) -> None:
    Client().post("/demo/clock/", {"seconds": str(10**9)})
    assert clock.now() - real_now() < timedelta(days=801)


def test_HD2_looking_at_the_clock_does_not_move_it() -> None:
    assert Client().get("/demo/clock/", {"seconds": "3600"}).status_code == 405
