"""Do what follows changes: mail, sealing of the log, everything that comes round by itself."""

import argparse

from kollega.config import env


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: the environment says it all (docs/configuration.md)."""


def run(options: argparse.Namespace) -> int:
    from kollega.platform.jobs.worker import run_worker

    run_worker(threads=env.number("KOLLEGA_WORKER_THREADS"))
    return 0
