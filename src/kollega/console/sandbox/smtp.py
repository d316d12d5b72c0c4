"""A mail server that delivers nothing: it keeps each message as a file."""

import asyncio
import hashlib
import os
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 1000


@dataclass(frozen=True, slots=True)
class Faults:
    """`refuse`: answer every message with this code. `slow`: seconds before each answer. `mute`: take the message
    and hang up without an answer."""

    refuse: int = 0
    slow: float = 0.0
    mute: bool = False


class Mailbox:
    """Keeps messages in a folder, one file for each Message-ID: a message that comes twice is there once."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self.folder = folder
        self.faults = faults
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd
        await asyncio.sleep(self.faults.slow)
        if self.faults.refuse:
            return f"{self.faults.refuse} refused on purpose"
        self.keep(envelope.original_content or b"")
        if self.faults.mute and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 kept"

    def keep(self, content: bytes) -> None:
        known = message_from_bytes(content)["Message-ID"]
        name = hashlib.sha256(str(known or content).encode()).hexdigest()[:24]
        temporary = self.folder / f"{name}.{os.getpid()}"
        temporary.write_bytes(content)
        temporary.replace(self.folder / f"{name}.eml")
        for old in sorted(self.folder.glob("*.eml"), key=lambda file: file.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)


def start(folder: Path, *, host: str, port: int, faults: Faults | None = None) -> Controller:
    """Listen in a thread of its own and return the controller; call `stop()` on it."""
    controller = Controller(Mailbox(folder, faults or Faults()), hostname=host, port=port)
    controller.start()
    return controller
