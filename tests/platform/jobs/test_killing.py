"""Workers are killed and lose the database while they work; every effect is there once all the same."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction

from kollega.audit.models import LogEntry
from kollega.kernel.actor import Actor
from kollega.platform.outbox import emit
from kollega.platform.tenancy import tenant
from tests.factories import make_practice

ROOT = Path(__file__).resolve().parents[3]
PROVE = bool(os.environ.get("KOLLEGA_PROVE"))
EVENTS, KILLS = (2000, 40) if PROVE else (200, 3)
PATIENCE_SECONDS = 300 if PROVE else 60
WORKER = "import django; django.setup(); from kollega.platform.jobs.worker import run_worker; run_worker(threads=3)"


def _start_worker() -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.platform.jobs.worker_settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "KOLLEGA_WEB_THREADS": "4",
        "KOLLEGA_LOG_LEVEL": "CRITICAL",
    }
    return subprocess.Popen([sys.executable, "-c", WORKER], env=environment)


def _cut_connections() -> None:
    """What a restart of the database does to everybody who is connected."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["KOLLEGA_TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        superuser.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
    connection.close()


def _effects(actor: Actor) -> Counter[str]:
    with tenant(actor.practice_id), transaction.atomic():
        rows = LogEntry.objects.filter(practice_id=actor.practice_id, object_type="test.mark")
        return Counter(row["number"] for row in rows.values_list("detail", flat=True))


@pytest.mark.runtime
def test_AV1_AV2_AV7_killed_workers_and_a_lost_database_lose_no_effect_and_double_none() -> None:
    ours = make_practice()
    chance = random.Random(7)
    workers = [_start_worker(), _start_worker()]
    try:
        for number in range(EVENTS):
            with tenant(ours.practice_id), transaction.atomic():
                emit("test.slow", practice_id=ours.practice_id, number=str(number))
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.3, 2.0))
            victim = chance.randrange(2)
            workers[victim].kill()
            workers[victim].wait()
            workers[victim] = _start_worker()
            if chance.random() < 0.5:
                _cut_connections()
        _cut_connections()
        end = time.monotonic() + PATIENCE_SECONDS
        while len(_effects(ours)) < EVENTS and time.monotonic() < end:
            time.sleep(0.5)
        time.sleep(1)
        assert _effects(ours) == Counter({str(number): 1 for number in range(EVENTS)})
        assert [worker.poll() for worker in workers] == [None, None], "a worker ended by itself"
    finally:
        for worker in workers:
            worker.terminate()
    assert [worker.wait(30) for worker in workers] == [0, 0]
