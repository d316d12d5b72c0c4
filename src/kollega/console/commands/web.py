"""Serve the pages and the API (the supervisor of `kollega run` starts this)."""

import argparse
import gc
import signal
from collections.abc import Callable
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from kollega.config import env
from kollega.platform.tied import end_with_parent

NEEDS_DJANGO = False
RESPAWN_SECONDS = 0.2
STOP_SECONDS = 10
LARGEST_HEADER_BYTES = 64 * 1024


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: the environment says it all (docs/configuration.md)."""


def run(options: argparse.Namespace) -> int:
    server = Granian(
        target="kollega.config.wsgi:application",
        address=env.read("KOLLEGA_BIND"),
        port=env.number("KOLLEGA_PORT"),
        interface=Interfaces.WSGI,
        workers=env.number("KOLLEGA_WEB_PROCESSES"),
        blocking_threads=env.number("KOLLEGA_WEB_THREADS"),
        http1_settings=HTTP1Settings(max_buffer_size=LARGEST_HEADER_BYTES),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.serve(target_loader=_load, wrap_loader=False)
    return 0


def _load() -> Callable[..., Any]:
    """Runs in each web process: a killed main process must not leave it behind."""
    end_with_parent(signal.SIGTERM)
    from kollega.config.wsgi import application

    # What is loaded now stays until the end: the collector need not walk through it again and again.
    gc.collect()
    gc.freeze()
    return application
