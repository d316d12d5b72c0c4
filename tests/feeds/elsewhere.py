"""A calendar on somebody else's server, on a port of this machine."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Elsewhere:
    """What the server answers, and the headers of what was asked."""

    address: str
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0
    asked: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def elsewhere(body: bytes = b"") -> Iterator[Elsewhere]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append({name.lower(): value for name, value in self.headers.items()})
            etag = known.headers.get("ETag")
            unchanged = etag is not None and self.headers.get("If-None-Match") == etag
            self.send_response(304 if unchanged else known.status)
            for name, value in known.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if unchanged:
                return
            try:
                for start in range(0, len(known.body), 1 if known.drip else 1_000_000):
                    self.wfile.write(known.body[start : start + (1 if known.drip else 1_000_000)])
                    self.wfile.flush()
                    time.sleep(known.drip)
            except OSError:
                return

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    known = Elsewhere(f"http://127.0.0.1:{server.server_port}/secret-part.ics", body)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()


def calendar_with(*times: tuple[datetime, datetime], summary: str = "Chemotherapy") -> bytes:
    parts = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:{summary}\r\nDTSTART:{_text(starts)}\r\nDTEND:{_text(ends)}\r\n"
        "END:VEVENT\r\n"
        for number, (starts, ends) in enumerate(times)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{parts}END:VCALENDAR\r\n".encode()


def _text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
