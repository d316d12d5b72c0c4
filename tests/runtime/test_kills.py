"""AV-1, AV-2: any process may be killed at any moment; nothing is lost or doubled, and it comes back by itself."""

import os
import random
import signal
import time

import pytest

from tests.runtime.installation import Installation, wait_for
from tests.runtime.load import Load, stored, token_in

pytestmark = pytest.mark.runtime
ROUNDS = 10 if os.environ.get("KOLLEGA_PROVE") else 1
BACK_SECONDS = 90.0
# So many acknowledged calls before each kill.
BETWEEN = 10
VICTIMS = ("postgres -D", "kollega web", "kollega worker")


def _is_ready(installation: Installation) -> bool:
    checks = installation.checks()
    return bool(checks) and checks.get("database") == checks.get("worker") == checks.get("outbox") == "ok"


def _knows_the_database(installation: Installation) -> bool:
    return installation.checks().get("database") == "ok"


def _kill_and_wait(installation: Installation, victim: str) -> None:
    """Kill the service's main process at a random moment and wait until the service is back."""
    time.sleep(random.uniform(0.0, 0.5))
    main = installation.processes(victim)[0]
    os.kill(main, signal.SIGKILL)
    wait_for(lambda: main not in installation.processes(victim), f"{victim} to end")
    took = wait_for(lambda: bool(installation.processes(victim)), f"{victim} to start again", BACK_SECONDS)
    answered = wait_for(
        lambda: installation.checks().get("database") == "ok", f"an answer after {victim}", BACK_SECONDS
    )
    print(f"{victim}: a new process after {took:.1f} s, answers {answered:.1f} s later")


def test_AV1_AV2_no_kill_loses_or_doubles_committed_work(installation: Installation) -> None:
    installation.start()
    load = Load(installation, token_in(installation))
    load.begin()
    try:
        for _ in range(ROUNDS):
            for victim in VICTIMS:
                before = len(load.acknowledged)
                wait_for(lambda: len(load.acknowledged) > before + BETWEEN, "some clients to be added")  # noqa: B023
                _kill_and_wait(installation, victim)
    finally:
        load.end()
    wait_for(lambda: _is_ready(installation), "everything to be well again")
    times, entries = stored(installation)
    print(f"answers by status: {dict(load.answers)}")
    assert set(times) == set(load.acknowledged)
    assert set(times.values()) == {1}
    assert entries == len(load.acknowledged)
    assert installation.stop() == 0
    assert installation.leftovers() == []


def test_AV2_killing_the_supervisor_under_load_loses_nothing(installation: Installation) -> None:
    installation.start()
    load = Load(installation, token_in(installation))
    load.begin()
    try:
        for _ in range(ROUNDS):
            wait_for(lambda: len(load.acknowledged) > BETWEEN, "some clients to be added")
            time.sleep(random.uniform(0.0, 0.5))
            assert installation.process is not None
            installation.process.kill()
            wait_for(lambda: installation.leftovers() == [], "every process to end")
            installation.start()
    finally:
        load.end()
    times, entries = stored(installation)
    assert set(times) == set(load.acknowledged)
    assert set(times.values()) == {1}
    assert entries == len(load.acknowledged)


def test_AV2_a_killed_web_process_is_replaced_while_the_other_serves(installation: Installation) -> None:
    installation.start()
    main, *serving = installation.processes("kollega web")
    assert len(serving) == 2
    os.kill(serving[0], signal.SIGKILL)
    wait_for(lambda: serving[0] not in installation.processes("kollega web"), "the process to end")
    wait_for(lambda: len(installation.processes("kollega web")) == 3, "a new web process")
    # A call that the killed process had taken is lost with it; the next one is answered.
    wait_for(lambda: installation.status() == 200, "an answer of the other process", 10)
    assert installation.processes("kollega web")[0] == main


def test_AV1_while_the_database_is_away_requests_get_503_and_retry_after(installation: Installation) -> None:
    installation.start()
    postgres = installation.processes("postgres -D")[0]
    os.kill(postgres, signal.SIGKILL)
    statuses = set()
    end = time.monotonic() + 1.0
    while time.monotonic() < end:
        statuses.add(installation.status("/signin/"))
    assert statuses <= {200, 503}, statuses
    wait_for(lambda: installation.status("/signin/") == 200, "the sign-in page")
