"""AV-6: the health pages tell the truth and nothing else."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connections
from django.test import Client, override_settings

from kollega.kernel import clock
from kollega.kernel.ids import new_id
from kollega.platform import health
from kollega.platform.jobs.heartbeat import PARTS
from kollega.platform.models import BackupState, Heartbeat, Hold, OutboxEvent


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    OutboxEvent.objects.all().delete()
    Heartbeat.objects.all().delete()
    yield
    OutboxEvent.objects.all().delete()
    Heartbeat.objects.all().delete()


def _beat(ago: timedelta = timedelta(0)) -> None:
    """Everything the worker consists of was alive that long ago."""
    at = clock.real_now() - ago
    for part in PARTS:
        Heartbeat.objects.update_or_create(process=part, defaults={"at": at})
    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [at])


def _checks() -> tuple[int, dict[str, str]]:
    answer = Client().get("/readyz")
    return answer.status_code, json.loads(answer.content)["checks"]


def test_AV6_healthz_answers_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "cursor", _refuse)
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_AV6_ready_when_everything_is_well() -> None:
    _beat()
    status, checks = _checks()
    checks.pop("mail")  # other tests lose mail on purpose
    assert (status, set(checks.values())) == (200, {"ok"})
    assert set(checks) == {"database", "migrations", "worker", "outbox", "jobs", "log", "held"}


def test_AV6_not_ready_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "cursor", _refuse)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert json.loads(answer.content) == {"ready": False, "checks": {"database": "failing"}}


def test_AV6_not_ready_when_the_worker_is_silent() -> None:
    assert _checks()[1]["worker"] == "failing"
    _beat(ago=timedelta(minutes=5))
    status, checks = _checks()
    assert (status, checks["worker"]) == (503, "failing")


def test_AV6_not_ready_when_events_wait() -> None:
    _beat()
    OutboxEvent.objects.create(kind="test.fresh", practice_id=None, payload={})
    assert _checks()[0] == 200
    old = new_id()
    stamp = int((clock.real_now() - timedelta(minutes=5)).timestamp() * 1000)
    aged = type(old)(int=(stamp << 80) | (old.int & ((1 << 80) - 1)))
    OutboxEvent.objects.update(event_id=aged)
    status, checks = _checks()
    assert (status, checks["outbox"]) == (503, "failing")


def test_AV6_not_ready_before_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    _beat()
    monkeypatch.setattr(health, "_migrated", False)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["one"])
    status, checks = _checks()
    assert (status, checks["migrations"]) == (503, "failing")


@override_settings(BACKS_UP=True)
def test_BR2_a_missing_overdue_or_failed_backup_alarms_but_does_not_stop() -> None:
    _beat()
    now = clock.real_now()
    try:
        assert _checks() == (200, _checks()[1] | {"backup": "failing"})
        _backup("full", good_until=now + timedelta(hours=26))
        assert _checks()[1]["backup"] == "ok"
        _backup("drill", good_until=now + timedelta(days=8), failure="differs: one table")
        assert _checks()[1]["backup"] == "failing"
        _backup("drill", good_until=now - timedelta(seconds=1))
        assert _checks()[1]["backup"] == "failing"
    finally:
        BackupState.objects.all().delete()


def _backup(part: str, *, good_until: datetime, failure: str = "") -> None:
    BackupState.objects.update_or_create(part=part, defaults={"good_until": good_until, "failure": failure})


def test_BR3_work_that_rests_after_a_restore_alarms() -> None:
    _beat()
    assert _checks()[1]["held"] == "ok"
    Hold.objects.create(since=clock.real_now())
    try:
        assert _checks()[1]["held"] == "failing"
    finally:
        Hold.objects.all().delete()


def test_a_missing_log_partition_alarms_but_does_not_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    _beat()
    monkeypatch.setattr("kollega.edge.health.has_partitions_ahead", lambda today: False)
    status, checks = _checks()
    assert (status, checks["log"]) == (200, "failing")


def test_AV6_the_pages_take_no_other_method() -> None:
    assert Client().post("/healthz").status_code in (403, 404, 405)


def test_every_answer_names_its_request() -> None:
    first, second = (Client().get("/healthz").headers["X-Request-ID"] for _ in range(2))
    assert first != second


def test_a_request_id_from_outside_is_not_taken_over() -> None:
    answer = Client().get("/healthz", headers={"X-Request-ID": "forged"})
    assert answer.headers["X-Request-ID"] != "forged"


def _refuse(*arguments: object) -> None:
    raise DatabaseError
