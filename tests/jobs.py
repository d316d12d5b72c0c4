"""Doing in the test's own process what the worker would do: relay the events, run the jobs, until none is left."""

import json
import logging
from uuid import UUID

from django.db import connection, transaction

from kollega.platform.jobs.handling import let_handle
from kollega.platform.jobs.relay import relay_batch

log = logging.getLogger(__name__)
ROUNDS = 20


def run_jobs(practice_id: UUID | None = None) -> int:
    """Run everything that waits (in one practice, if given), also what that brings about; return how many jobs.

    A failing handler fails the test when a practice is given. Without one it is only logged, because it may be
    what another test left behind.
    """
    done = 0
    for _ in range(ROUNDS):
        relayed = relay_batch(practice_id=practice_id)
        jobs = _take(practice_id)
        done += len(jobs)
        for arguments in jobs:
            _run(arguments, strict=practice_id is not None)
        if not relayed and not jobs:
            return done
    raise AssertionError("jobs bring about jobs without end")


def _run(arguments: dict[str, object], *, strict: bool) -> None:
    practice_id = arguments["practice_id"]
    try:
        let_handle(
            event_id=UUID(str(arguments["event_id"])),
            kind=str(arguments["kind"]),
            practice_id=UUID(str(practice_id)) if practice_id else None,
            path=str(arguments["handler"]),
            payload=dict(arguments["payload"]),  # type: ignore[call-overload]  # a JSON object
        )
    except Exception:
        if strict:
            raise
        log.exception("a job failed")


def _take(practice_id: UUID | None) -> list[dict[str, object]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where status = 'todo' and (%s::text is null or args->>'practice_id' = %s)"
            " returning id, args::text",
            [practice_id and str(practice_id), practice_id and str(practice_id)],
        )
        return [json.loads(args) for _, args in sorted(cursor.fetchall())]
