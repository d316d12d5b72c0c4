"""The worker process: relay, duties and jobs side by side, each of which outlives a lost database.

Any number of workers may run; what must happen once is kept by rows and locks in the database, not by them.
"""

import asyncio
import logging
import signal
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg import Error

from kollega.kernel import clock
from kollega.platform.jobs.duties import run_due
from kollega.platform.jobs.heartbeat import beat
from kollega.platform.jobs.relay import BATCH, relay_batch

log = logging.getLogger(__name__)
RELAY_SECONDS = 0.5
DUTIES_SECONDS = 5.0
BEAT_SECONDS = 5.0
AGAIN_SECONDS = 2.0
JOB_POLL_SECONDS = 2.0
STOP_SECONDS = 20.0


def run_worker(*, threads: int) -> None:
    """Work until SIGTERM or SIGINT; running jobs get 20 seconds to end, what they leave is done again later."""
    stop = threading.Event()
    loops = [_looping("relay", _relay, RELAY_SECONDS, stop), _looping("duties", _duties, DUTIES_SECONDS, stop)]
    try:
        asyncio.run(_jobs(threads, stop))
    finally:
        stop.set()
        for loop in loops:
            loop.join(STOP_SECONDS)


def _relay() -> None:
    while relay_batch() == BATCH:
        pass


def _duties() -> None:
    run_due()


def _looping(part: str, step: Callable[[], None], pause: float, stop: threading.Event) -> threading.Thread:
    def loop() -> None:
        beaten = 0.0
        while not stop.is_set():
            try:
                step()
                if (now := clock.real_now().timestamp()) - beaten > BEAT_SECONDS:
                    beat(part)
                    beaten = now
            except Exception:
                log.exception("%s could not do its round", part)
                stop.wait(AGAIN_SECONDS)
            finally:
                connections.close_all()
            stop.wait(pause)

    thread = threading.Thread(target=loop, name=part, daemon=True)
    thread.start()
    return thread


async def _jobs(threads: int, stop: threading.Event) -> None:
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    stopping = asyncio.create_task(asked.wait())
    while not asked.is_set():
        working = asyncio.create_task(_work(threads))
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if asked.is_set():
            stop.set()
            working.cancel()
        try:
            await working
        except asyncio.CancelledError:
            return
        except (ConnectorException, Error, OSError):
            log.exception("the job queue is out of reach")
        await asyncio.wait({stopping}, timeout=AGAIN_SECONDS)


async def _work(threads: int) -> None:
    """Fetch and do jobs until cancelled, or until the database is lost."""
    queue: App = app.with_connector(PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=3))
    async with queue.open_async():
        await queue.run_worker_async(
            concurrency=threads,
            install_signal_handlers=False,
            delete_jobs="successful",
            fetch_job_polling_interval=JOB_POLL_SECONDS,
            update_heartbeat_interval=settings.JOB_HEARTBEAT_SECONDS,
            shutdown_graceful_timeout=STOP_SECONDS,
        )
