"""The messages that the stand-in mail server has kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings

from kollega.kernel.errors import NotFound

NAME = re.compile(r"[0-9a-f]{24}")
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Message:
    """`name` is that of its file; `kept_at` is real time in UTC."""

    name: str
    sender: str
    to: str
    subject: str
    kept_at: datetime
    text: str
    html: str
    attachments: tuple[str, ...]


def newest() -> list[Message]:
    """Return the 100 newest messages."""
    files = sorted(_files(), key=lambda file: file.stat().st_mtime, reverse=True)
    return [_read(file) for file in files[:SHOWN]]


def message(name: str) -> Message:
    """Return one message, or refuse with NotFound."""
    file = Path(settings.MAILBOX_DIR) / f"{name}.eml"
    if not NAME.fullmatch(name) or not file.is_file():
        raise NotFound
    return _read(file)


def _files() -> Iterator[Path]:
    return Path(settings.MAILBOX_DIR).glob("*.eml")


def _read(file: Path) -> Message:
    found = message_from_bytes(file.read_bytes(), policy=default)
    return Message(
        name=file.stem,
        sender=str(found["From"] or ""),
        to=str(found["To"] or ""),
        subject=str(found["Subject"] or ""),
        kept_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        text=_body(found, "plain"),
        html=_body(found, "html"),
        attachments=tuple(part.get_filename() or "" for part in found.iter_attachments()),
    )


def _body(found: EmailMessage, kind: str) -> str:
    part = found.get_body((kind,))
    return str(part.get_content()) if part else ""
