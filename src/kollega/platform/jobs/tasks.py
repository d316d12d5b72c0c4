"""The one task that the job queue knows: let a handler have its effect for an event."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from kollega.kernel.clock import real_now
from kollega.platform.jobs.handling import let_handle

TRIES = 12
LONGEST_PAUSE_SECONDS = 3600


class GrowingPauses(BaseRetryStrategy):
    """2, 4, 8 ... seconds, at most an hour; after twelve tries (about two hours) the job stays failed."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts + 1 >= TRIES:
            return None
        pause = min(2 ** (job.attempts + 1), LONGEST_PAUSE_SECONDS)
        return RetryDecision(retry_at=real_now() + timedelta(seconds=pause))


@app.task(name="handle", queue="events", retry=GrowingPauses())
def handle(event_id: str, kind: str, practice_id: str | None, handler: str, payload: dict[str, Any]) -> None:
    let_handle(
        event_id=UUID(event_id),
        kind=kind,
        practice_id=UUID(practice_id) if practice_id else None,
        path=handler,
        payload=payload,
    )
