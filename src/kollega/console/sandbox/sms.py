"""An SMS service that sends nothing: it keeps each message as a file, and reports it as delivered.

It speaks the contract in `docs/operate.md`: one message for each reference, however often it is asked.
"""

import hashlib
import json
import os
import threading
import time
import urllib.request
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kollega.messaging.rules.reports import signature

KEPT = 1000
LONGEST = 20_000
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Faults:
    """`refuse`: refuse every message with this code. `delay`: seconds before each answer. `drop`: take the message and
    hang up without an answer. `reports`: how often a delivery is reported. `fail`: report it as not delivered."""

    refuse: str = ""
    delay: float = 0.0
    drop: bool = False
    reports: int = 1
    fail: bool = False


class Textbox:
    """Keeps messages in a folder, one file for each reference; `asked` counts the requests for it."""

    def __init__(self, folder: Path, *, secret: str, faults: Faults) -> None:
        self.folder = folder
        self.secret = secret
        self.faults = faults
        self._guard = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, message: dict[str, Any]) -> bool:
        """Store a message; False when its reference is here already."""
        name = hashlib.sha256(message["reference"].encode()).hexdigest()[:24]
        file = self.folder / f"{name}.json"
        with self._guard:
            known = json.loads(file.read_text()) if file.is_file() else None
            kept = known or {key: message[key] for key in ("reference", "to", "from", "text")}
            kept["asked"] = kept.get("asked", 0) + 1
            temporary = self.folder / f"{name}.{os.getpid()}"
            temporary.write_text(json.dumps(kept))
            temporary.replace(file)
            for old in sorted(self.folder.glob("*.json"), key=lambda one: one.stat().st_mtime)[:-KEPT]:
                old.unlink(missing_ok=True)
        return known is None

    def report(self, reference: str, address: str) -> None:
        status = "undelivered" if self.faults.fail else "delivered"
        body = json.dumps({"reference": reference, "status": status}).encode()
        for _ in range(self.faults.reports):
            time.sleep(0.5)
            headers = {
                "Content-Type": "application/json",
                "Kollega-Signature": signature(self.secret, int(time.time()), body),
            }
            asked = urllib.request.Request(address, body, headers)  # noqa: S310 - this machine only, checked before
            try:
                urllib.request.urlopen(asked, timeout=5).close()  # noqa: S310 - as above
            except OSError:
                continue


def start(folder: Path, *, host: str, port: int, secret: str = "", faults: Faults | None = None) -> ThreadingHTTPServer:
    """Listen in a thread of its own and return the server; call `shutdown()` and `server_close()` on it."""
    if host not in LOCAL:
        raise ValueError("the stand-in listens on this machine only")
    box = Textbox(folder, secret=secret, faults=faults or Faults())

    class Handler(_Handler):
        textbox = box

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    textbox: Textbox

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if not self.path.endswith("/messages") or length > LONGEST:
            self._answer(404, {"status": "refused", "code": "not_found"})
            return
        if not self.headers.get("Authorization", "").startswith("Bearer "):
            self._answer(401, {"status": "refused", "code": "bad_key"})
            return
        self._take(json.loads(self.rfile.read(length)))

    def _take(self, message: dict[str, Any]) -> None:
        faults = self.textbox.faults
        if faults.refuse:
            time.sleep(faults.delay)
            self._answer(422, {"status": "refused", "code": faults.refuse})
            return
        # Taken first, answered later: that is where real services are interrupted.
        fresh = self.textbox.keep(message)
        time.sleep(faults.delay)
        if faults.drop:
            self.close_connection = True
            self.connection.close()
            return
        self._answer(202, {"status": "accepted", "id": message["reference"]})
        if fresh and urlsplit(message["report_url"]).hostname in LOCAL:
            report = (message["reference"], message["report_url"])
            threading.Thread(target=self.textbox.report, args=report, daemon=True).start()

    def _answer(self, status: int, told: dict[str, str]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Numbers and texts belong in no log, not even here."""
