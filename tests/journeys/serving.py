"""A real web process for browser journeys, on a port of its own, that can be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kollega.kernel.actor import Actor
from tests.pages import browser

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120


class Server:
    """`kollega web` over the database of the test run."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.address = f"http://localhost:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = os.environ | {
            "KOLLEGA_PORT": str(self.port),
            "KOLLEGA_BIND": "127.0.0.1",
            "KOLLEGA_WEB_PROCESSES": "1",
            "KOLLEGA_WEB_THREADS": "8",
            "KOLLEGA_PUBLIC_URL": self.address,
            "PYTHONPATH": str(ROOT / "src"),
        }
        command = [sys.executable, "-m", "kollega", "web"]
        self._process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, "the web process ended"
            assert time.monotonic() < until, "the web process does not answer"
            time.sleep(0.1)

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    server.start()
    try:
        yield server
    finally:
        server.kill()


def session_cookie(actor: Actor, server: Server, *, minutes_ago: int = 0) -> dict[str, object]:
    """The cookie of a login session of the actor, as Playwright takes it; authenticated that long ago."""
    from django.conf import settings

    client = browser(actor)
    session = client.session
    session["authenticated_at"] -= minutes_ago * 60
    session.save()
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.address}
