"""A mail server that a test can take away and bring back, and the messages that it got."""

import socket
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller

from kollega.console.sandbox.smtp import Faults, start


class TestMailbox:
    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken = 0
        self.port = _free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.server: Controller | None = None

    def come_back(self, faults: Faults | None = None) -> None:
        self.go_away()
        self.server = start(self.folder, host="127.0.0.1", port=self.port, faults=faults)

    def go_away(self) -> None:
        if self.server is not None:
            self.server.stop()
            self.server = None

    @property
    def messages(self) -> list[EmailMessage]:
        found = [message_from_bytes(file.read_bytes(), policy=default) for file in self.folder.glob("*.eml")]
        return sorted(found, key=lambda message: str(message["Subject"]))  # type: ignore[arg-type, return-value]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
