"""A light, steady load on a running installation: clients are added over the API, each until it is acknowledged."""

import itertools
import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field

import psycopg

from kollega.platform import postgres
from tests.runtime.installation import SOURCE, Installation

FOUND = """
import django
django.setup()
from tests.factories import make_practice
from kollega.practices.operations.tokens import create_token
owner = make_practice()
print(create_token(owner, name="load", scopes=owner.permissions, days=1))
"""
PAUSE = 0.05


def urls_of(installation: Installation) -> postgres.Urls:
    found = postgres.find_running(
        installation.folder / "database", database="kollega", owner="kollega_owner", app="kollega_app"
    )
    assert found is not None
    return found


def token_in(installation: Installation) -> str:
    """Found a practice in the running installation and return a token of its owner."""
    environment = installation.environment(
        DATABASE_URL=urls_of(installation).app_url, DJANGO_SETTINGS_MODULE="kollega.config.settings"
    )
    environment["PYTHONPATH"] = f"{SOURCE}:{SOURCE.parent}"
    answer = subprocess.run(
        [sys.executable, "-c", FOUND], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return answer.stdout.strip().splitlines()[-1]


@dataclass
class Load:
    """Adds clients with family names Load1, Load2, ...; a call without an answer is repeated with the same key."""

    installation: Installation
    token: str
    answers: Counter[int] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self, *, threads: int = 2) -> None:
        self._threads = [threading.Thread(target=self._add_on_and_on) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Stop after what is under way was acknowledged."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _add_on_and_on(self) -> None:
        while not self._over.is_set():
            name = f"Load{next(self._numbers)}"
            while (status := self._add(name)) != 201:
                assert status in (0, 409, 503), status
                time.sleep(PAUSE)
            self.acknowledged.append(name)
            time.sleep(PAUSE)

    def _add(self, name: str) -> int:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.installation.port}/api/v1/clients",
            data=json.dumps({"family_name": name, "despite_duplicates": True}).encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "Host": "localhost",
                "Idempotency-Key": f"load-{name}",
            },
        )
        status = self._answer(request)
        self.answers[status] += 1
        return status

    def _answer(self, request: urllib.request.Request) -> int:
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except (OSError, ValueError):
            return 0


def stored(installation: Installation) -> tuple[Counter[str], int]:
    """How often each added client is in the database, and how many log entries say that one was added."""
    with psycopg.connect(urls_of(installation).owner_url) as connection:
        names = connection.execute("SELECT family_name FROM clients_client WHERE family_name LIKE 'Load%'").fetchall()
        entries = connection.execute(
            "SELECT count(*) FROM audit_entry WHERE object_type = 'client' AND action = 'create'"
        ).fetchone()
    assert entries is not None
    return Counter(name for (name,) in names), entries[0]
