"""Jobs whose worker is gone are handed to another one, within a minute and a half."""

from asgiref.sync import async_to_sync
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from kollega.kernel.clock import real_now
from kollega.platform.jobs.tasks import TRIES


def rescue_stalled() -> int:
    """Put the running jobs of silent workers back into the queue; return how many.

    A job that took its worker down at every try ends as failed.
    """
    manager = app.job_manager
    stalled = list(async_to_sync(manager.get_stalled_jobs)(seconds_since_heartbeat=settings.JOB_SILENT_SECONDS))
    for job in stalled:
        if job.id is None:
            continue
        if job.attempts + 1 >= TRIES:
            async_to_sync(manager.finish_job_by_id_async)(job_id=job.id, status=Status.FAILED, delete_job=False)
        else:
            manager.retry_job_by_id(job_id=job.id, retry_at=real_now())
    return len(stalled)
