from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.messaging.mailbox import TestMailbox
from tests.messaging.textbox import SECRET, TestTextbox


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[TestMailbox]:
    """A mail server of this test's own; the settings point at it."""
    box = TestMailbox(tmp_path / "mailbox")
    box.come_back()
    with override_settings(SMTP_URL=box.url, MAIL_FROM="kollega@kollega.example"):
        yield box
    box.go_away()


@pytest.fixture
def textbox(tmp_path: Path) -> Iterator[TestTextbox]:
    """An SMS service of this test's own; the settings point at it."""
    box = TestTextbox(tmp_path / "textbox")
    box.come_back()
    with override_settings(SMS_URL=box.url, SMS_REPORT_SECRET=SECRET):
        yield box
    box.go_away()
