"""Whether this installation can do its work: the facts behind `/readyz`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from kollega.platform.jobs.heartbeat import jobs_state

WORKER_SILENT_SECONDS = 60.0
OUTBOX_WAITS_SECONDS = 120.0
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
        return [Fact("database", good=True), _migrations(), *_jobs(), *(check() for check in more)]
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


def _jobs() -> list[Fact]:
    state = jobs_state()
    silent, waits = state.silent_seconds, state.oldest_event_seconds
    return [
        Fact("worker", good=silent is not None and silent < WORKER_SILENT_SECONDS),
        Fact("outbox", good=waits is None or waits < OUTBOX_WAITS_SECONDS),
        Fact("jobs", good=not state.failed_jobs and not state.failing_duties, alarm_only=True),
    ]
