"""What was on its way when the backup was made: held, so that a restore sends nothing twice (BR-3).

Between the backup and the restore it was most likely sent. Somebody looks at it and lets it go or drops it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connections, transaction

from kollega.kernel.clock import real_now
from kollega.platform.jobs.relay import BATCH, relay_batch

# Far enough that no worker comes to it.
HELD_UNTIL = datetime(9999, 1, 1, tzinfo=UTC)
OWNER = "owner"


@dataclass(frozen=True)
class Held:
    """Numbers of jobs and of mails and text messages, and whether duties that act by time rest."""

    jobs: int
    mails: int
    duties: bool = False


def hold() -> Held:
    """Turn waiting events into jobs, put all waiting jobs and mails off without end, and let duties rest."""
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
        mails += _run(
            "UPDATE messaging_text SET try_at = %s, give_up_at = %s, leased_until = NULL WHERE state = 'waiting'",
            HELD_UNTIL,
            HELD_UNTIL,
        )
        _run("UPDATE notices_notice SET held = true WHERE state = 'waiting'")
        _run("DELETE FROM platform_hold")
        _run("INSERT INTO platform_hold (since) VALUES (%s)", real_now())
    return Held(jobs, mails, duties=True)


def held() -> Held:
    """What is held now."""
    return Held(
        jobs=_run("SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at = %s", HELD_UNTIL),
        mails=sum(
            _run(f"SELECT 1 FROM {table} WHERE state = 'waiting' AND try_at = %s", HELD_UNTIL)  # noqa: S608 - ours
            for table in ("messaging_mail", "messaging_text")
        ),
        duties=bool(_run("SELECT 1 FROM platform_hold")),
    )


def release() -> Held:
    """Let everything held go on from now."""
    with transaction.atomic(using=OWNER):
        jobs = _run("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE scheduled_at = %s", HELD_UNTIL)
        mails = _run(
            "UPDATE messaging_mail SET try_at = now(), give_up_at = now() + interval '24 hours' WHERE try_at = %s",
            HELD_UNTIL,
        )
        mails += _run(
            "UPDATE messaging_text SET try_at = now(), give_up_at = now() + interval '24 hours' WHERE try_at = %s",
            HELD_UNTIL,
        )
        _run("UPDATE notices_notice SET held = false WHERE held")
        duties = _run("DELETE FROM platform_hold")
    return Held(jobs, mails, duties=bool(duties))


def discard() -> Held:
    """Drop held jobs and mails; the texts of the mails go with them. Duties go on."""
    with transaction.atomic(using=OWNER):
        jobs = _run("DELETE FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at = %s", HELD_UNTIL)
        mails = _run(
            "UPDATE messaging_mail SET state = 'given_up', sealed = '', failure = 'held back after a restore',"
            " ended_at = now() WHERE state = 'waiting' AND try_at = %s",
            HELD_UNTIL,
        )
        mails += _run(
            "UPDATE messaging_text SET state = 'given_up', sealed = '', failure = 'held back after a restore',"
            " ended_at = now() WHERE state = 'waiting' AND try_at = %s",
            HELD_UNTIL,
        )
        _run("UPDATE notices_notice SET state = 'dropped', held = false, decided_at = now() WHERE held")
        _run("INSERT INTO notices_reminders_from (at) VALUES (%s)", real_now())
        duties = _run("DELETE FROM platform_hold")
    return Held(jobs, mails, duties=bool(duties))


def _run(statement: str, *values: datetime) -> int:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
