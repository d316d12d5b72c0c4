"""Whether this installation can do its work: the facts behind `/readyz`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from kollega.kernel import clock
from kollega.platform.models import Heartbeat, OutboxEvent

WORKER = "worker"
WORKER_SILENT = timedelta(seconds=60)
OUTBOX_WAITS = timedelta(seconds=120)
# Tables do not go back by themselves: once all migrations were seen, they are there.
_migrated = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One checked thing. A fact that is only an alarm does not make the installation unready."""

    name: str
    good: bool
    alarm_only: bool = False


def facts(*more: Callable[[], Fact]) -> list[Fact]:
    """Check database, migrations, worker and outbox, then `more`. Without a database only that is known."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        checks = (_migrations, _worker, _outbox, *more)
        return [Fact("database", good=True), *(check() for check in checks)]
    except DatabaseError:
        return [Fact("database", good=False)]


def is_ready(found: list[Fact]) -> bool:
    return all(fact.good or fact.alarm_only for fact in found)


def _migrations() -> Fact:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Fact("migrations", good=_migrated)


def _worker() -> Fact:
    oldest = clock.real_now() - WORKER_SILENT
    return Fact("worker", good=Heartbeat.objects.filter(process__startswith=WORKER, at__gte=oldest).exists())


def _outbox() -> Fact:
    event_id = OutboxEvent.objects.order_by("id").values_list("event_id", flat=True).first()
    return Fact("outbox", good=event_id is None or clock.real_now() - _made_at(event_id) < OUTBOX_WAITS)


def _made_at(key: UUID) -> datetime:
    """The moment a UUIDv7 was made; its first 48 bits are milliseconds since 1970."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)
