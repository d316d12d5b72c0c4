"""Signs of life of the worker's parts, and the counts by which the readiness page judges them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from kollega.kernel.clock import real_now
from kollega.platform.jobs.reactions import duties
from kollega.platform.models import DutyRun, Heartbeat, OutboxEvent

PARTS = ("relay", "duties")


@dataclass(frozen=True, slots=True)
class JobsState:
    """Ages in seconds of real time; None where there has never been a sign of life, or nothing waits."""

    silent_seconds: float | None
    oldest_event_seconds: float | None
    failed_jobs: int
    failing_duties: tuple[str, ...]


def beat(part: str) -> None:
    """Say that this part of the worker has just done its round."""
    Heartbeat.objects.update_or_create(process=part, defaults={"at": real_now()})


def jobs_state() -> JobsState:
    """Tell how the worker is doing. The longest silence of its parts counts."""
    beats = dict(Heartbeat.objects.filter(process__in=PARTS).values_list("process", "at"))
    with connection.cursor() as cursor:
        cursor.execute("select max(last_heartbeat) from procrastinate_workers")
        worker = cursor.fetchone()[0]
        cursor.execute("select count(*) from procrastinate_jobs where status = 'failed'")
        failed = cursor.fetchone()[0]
    seen = [worker, *(beats.get(part) for part in PARTS)]
    return JobsState(
        silent_seconds=None if None in seen else max(_age(moment) for moment in seen),
        oldest_event_seconds=_oldest_event(),
        failed_jobs=failed,
        failing_duties=_failing_duties(),
    )


def _failing_duties() -> tuple[str, ...]:
    """Those that are still in the table: a duty that was given up must not raise an alarm for ever."""
    known = [duty.name for duty in duties()]
    failing = DutyRun.objects.filter(name__in=known).exclude(failure="").order_by("name")
    return tuple(failing.values_list("name", flat=True))


def _age(moment: datetime) -> float:
    return (real_now() - moment).total_seconds()


def _oldest_event() -> float | None:
    """An event's id begins with the millisecond in which it was made."""
    first = OutboxEvent.objects.order_by("id").values_list("event_id", flat=True).first()
    return None if first is None else real_now().timestamp() - (first.int >> 80) / 1000
