"""AV-1, AV-2: any process may be killed at any moment; the rest carries on and it comes back by itself."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.runtime.installation import Installation, wait_for

pytestmark = pytest.mark.runtime
ROUNDS = 5 if os.environ.get("KOLLEGA_PROVE") else 1
BACK_SECONDS = 30.0
PAGE = "/readyz"


@contextmanager
def light_load(installation: Installation) -> Iterator[Counter[int]]:
    """Ask for a page that needs the database, again and again; count the answers by status."""
    answers: Counter[int] = Counter()
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            answers[installation.status(PAGE)] += 1
            time.sleep(0.02)

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in asking:
            thread.join()


def _database_is_back(installation: Installation) -> bool:
    return installation.checks().get("database") == "ok"


def test_AV1_AV2_every_process_is_killed_in_turn_and_comes_back(installation: Installation) -> None:
    installation.start()
    victims = ["postgres -D", "kollega web", "kollega worker"]
    with light_load(installation) as answers:
        for _ in range(ROUNDS):
            for victim in victims:
                _kill_and_wait(installation, victim)
    assert not any(status >= 500 and status != 503 for status in answers), answers
    assert installation.stop() == 0
    assert installation.leftovers() == []
    print(dict(answers))


def _kill_and_wait(installation: Installation, victim: str) -> None:
    before = installation.processes(victim)
    if not before:
        assert victim == "kollega worker"
        return
    time.sleep(random.uniform(0.0, 0.3))
    os.kill(before[0], signal.SIGKILL)
    wait_for(lambda: before[0] not in installation.processes(victim), f"{victim} to end")
    took = wait_for(lambda: bool(installation.processes(victim)), f"{victim} to start again", BACK_SECONDS)
    answered = wait_for(lambda: _database_is_back(installation), f"an answer after {victim}", BACK_SECONDS)
    print(f"{victim}: process back after {took:.1f} s, answers {answered:.1f} s later")


def test_AV2_a_killed_web_process_is_replaced_while_the_other_serves(installation: Installation) -> None:
    installation.start()
    main, *serving = installation.processes("kollega web")
    assert len(serving) == 2
    os.kill(serving[0], signal.SIGKILL)
    wait_for(lambda: serving[0] not in installation.processes("kollega web"), "the process to end")
    wait_for(lambda: len(installation.processes("kollega web")) == 3, "a new web process")
    assert installation.processes("kollega web")[0] == main
    assert installation.status() == 200


def test_AV1_while_the_database_is_away_requests_get_503_and_retry_after(installation: Installation) -> None:
    installation.start()
    postgres = installation.processes("postgres -D")[0]
    os.kill(postgres, signal.SIGSTOP)
    os.kill(postgres, signal.SIGKILL)
    statuses = set()
    end = time.monotonic() + 1.0
    while time.monotonic() < end:
        statuses.add(installation.status(PAGE))
    assert statuses <= {200, 503}, statuses
    wait_for(lambda: _database_is_back(installation), "the database")
