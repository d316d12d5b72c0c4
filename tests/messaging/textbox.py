"""An SMS service that a test can take away and bring back with other faults, and the messages that it got."""

import json
import socket
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from kollega.console.sandbox.sms import Faults, start

SECRET = "a-secret-for-delivery-reports-of-the-tests"


class TestTextbox:
    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.server: ThreadingHTTPServer | None = None

    def come_back(self, faults: Faults | None = None) -> None:
        self.go_away()
        self.server = start(self.folder, host="127.0.0.1", port=self.port, secret=SECRET, faults=faults)

    def go_away(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(file.read_text()) for file in sorted(self.folder.glob("*.json"))]
