"""What was on its way when the backup was made: held, so that a restore sends nothing twice (BR-3).

Between the backup and the restore it was most likely sent. Somebody looks at it and lets it go or drops it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connections, transaction

from kollega.platform.jobs.relay import BATCH, relay_batch

# Far enough that no worker comes to it.
HELD_UNTIL = datetime(9999, 1, 1, tzinfo=UTC)
OWNER = "owner"


@dataclass(frozen=True)
class Held:
    jobs: int
    mails: int


def hold() -> Held:
    """Turn waiting events into jobs, then put all waiting jobs and mails off without end."""
    while relay_batch() == BATCH:
        pass
    with transaction.atomic(using=OWNER):
        _run("UPDATE procrastinate_jobs SET status = 'todo', queueing_lock = NULL WHERE status = 'doing'")
        jobs = _run("UPDATE procrastinate_jobs SET scheduled_at = %s WHERE status = 'todo'", HELD_UNTIL)
        mails = _run(
            "UPDATE messaging_mail SET try_at = %s, give_up_at = %s, leased_until = NULL WHERE state = 'waiting'",
            HELD_UNTIL,
            HELD_UNTIL,
        )
    return Held(jobs, mails)


def held() -> Held:
    """How many jobs and mails are held now."""
    return Held(
        jobs=_run("SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at = %s", HELD_UNTIL),
        mails=_run("SELECT 1 FROM messaging_mail WHERE state = 'waiting' AND try_at = %s", HELD_UNTIL),
    )


def release() -> Held:
    """Let everything held go on from now."""
    with transaction.atomic(using=OWNER):
        jobs = _run("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE scheduled_at = %s", HELD_UNTIL)
        mails = _run(
            "UPDATE messaging_mail SET try_at = now(), give_up_at = now() + interval '24 hours' WHERE try_at = %s",
            HELD_UNTIL,
        )
    return Held(jobs, mails)


def discard() -> Held:
    """Drop everything held; the texts of the mails go with it."""
    with transaction.atomic(using=OWNER):
        jobs = _run("DELETE FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at = %s", HELD_UNTIL)
        mails = _run(
            "UPDATE messaging_mail SET state = 'given_up', sealed = '', failure = 'held back after a restore',"
            " ended_at = now() WHERE state = 'waiting' AND try_at = %s",
            HELD_UNTIL,
        )
    return Held(jobs, mails)


def _run(statement: str, *values: datetime) -> int:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
