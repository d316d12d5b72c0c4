"""What is measured: an embedded database with data, and the web server as in production, on free ports."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kollega.platform import postgres

SOURCE = Path(__file__).resolve().parents[2] / "src"
START_SECONDS = 60


@dataclass(frozen=True)
class House:
    """The two programs under load: their process numbers, the web port, and the database's addresses."""

    port: int
    web: int
    database: int
    urls: postgres.Urls


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def database(folder: Path) -> Iterator[tuple[postgres.Server, postgres.Urls]]:
    """Start the database and set up Django in this process, too: for filling, for counting and for bare SQL."""
    server = postgres.start(folder / "database")
    try:
        urls = postgres.bootstrap(server.superuser_url, database="kollega", owner="kollega_owner", app="kollega_app")
        os.environ |= {
            "KOLLEGA_ENV": "test",
            "KOLLEGA_DATA_DIR": str(folder),
            "KOLLEGA_LOG_LEVEL": "WARNING",
            "KOLLEGA_PUBLIC_URL": "http://localhost",
            "KOLLEGA_PORT": str(free_port()),
            "DATABASE_URL": urls.app_url,
            "KOLLEGA_OWNER_DATABASE_URL": urls.owner_url,
            "DJANGO_SETTINGS_MODULE": "kollega.config.settings",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", database="owner", verbosity=0)
        yield server, urls
    finally:
        server.stop()


@contextmanager
def served(folder: Path) -> Iterator[House]:
    """Start `kollega web` with the app login beside the database that this process has set up."""
    with ExitStack() as stack:
        server, urls = stack.enter_context(database(folder))
        environment = {name: text for name, text in os.environ.items() if name != "KOLLEGA_OWNER_DATABASE_URL"}
        environment["PYTHONPATH"] = str(SOURCE)
        web = subprocess.Popen([sys.executable, "-m", "kollega", "web"], env=environment)
        stack.callback(_end, web)
        port = int(os.environ["KOLLEGA_PORT"])
        _wait(port, web)
        yield House(port, web.pid, server.process.pid, urls)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": "localhost"})
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(request, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The web server did not start.")
