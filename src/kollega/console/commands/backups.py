"""Keep backups by themselves: nightly, with the write-ahead log in between, copied elsewhere, drilled every week.

kollega backups keep       goes on until it is stopped; `kollega run` has it where KOLLEGA_BACKUP_DIR is set
kollega backups list       how each part is doing
kollega backups now        a night's backup, a base and the copy, at once
kollega backups drill      the weekly drill, at once

Exit code 0: done, and well; 1: something failed or is overdue; 2: it could not start.
"""

import argparse
import fcntl
import logging.config
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

from kollega.config import env
from kollega.config.env import ConfigurationError
from kollega.console import database, places
from kollega.console.backup import recording, schedule
from kollega.console.backup.keeping import Keeper
from kollega.console.backup.store import Store
from kollega.console.backup.subject import Subject
from kollega.platform import logs
from kollega.platform.postgres import Urls

NEEDS_DJANGO = False
FAILED, CANNOT_START = 1, 2
MADE_NOW = {"now": (recording.FULL, recording.BASE, recording.COPY), "drill": (recording.DRILL,)}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("what", choices=("keep", "list", *MADE_NOW))


def run(options: argparse.Namespace) -> int:
    if places.backup_dir() is None:
        raise ConfigurationError("KOLLEGA_BACKUP_DIR is not set.")
    logging.config.dictConfig(logs.configuration(env.read("KOLLEGA_LOG_LEVEL")))
    with database.database_urls() as urls:
        keeper = Keeper(_subject(urls), schedule.time_of_night())
        if options.what == "list":
            return _list(keeper)
        with _only_one() as alone:
            if options.what == "keep":
                return _keep(keeper, alone=alone)
            return _make(keeper, MADE_NOW[options.what], alone=alone)


def _keep(keeper: Keeper, *, alone: bool) -> int:
    if not alone:
        print("kollega: the backups of this data folder are kept already.", file=sys.stderr)
        return CANNOT_START
    over = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        over.set()
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    keeper.keep(over)
    return 0


def _make(keeper: Keeper, parts: Iterable[str], *, alone: bool) -> int:
    """Make the parts here, or let the running keeper do it."""
    wanted = [part for part in parts if part in keeper.parts()]
    if not alone:
        keeper.records.make_due(wanted)
        print("The running Kollega does it now; `kollega backups list` says how it went.")
        return 0
    made = keeper.make_once(wanted)
    return max(_list(keeper), 0 if made else FAILED)


def _list(keeper: Keeper) -> int:
    states = keeper.records.states()
    for state in states:
        print(f"{'good' if state.good else 'FAILING'}: {state}")
    return 0 if states and all(state.good for state in states) else FAILED


@contextmanager
def _only_one() -> Iterator[bool]:
    """Hold the backups of this data folder; False when another process does."""
    places.data_dir().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (places.data_dir() / "backups.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _subject(urls: Urls) -> Subject:
    folder, copy = places.backup_dir(), places.backup_copy_dir()
    assert folder is not None
    return Subject(
        store=Store(folder),
        copy=Store(copy) if copy else None,
        database=None if database.is_given() else database.embedded_folder(),
        files=places.files_dir(),
        anchor=places.anchor_file(),
        scratch=places.data_dir() / "drill",
        owner_url=urls.owner_url,
        master=places.master_keys()[0],
        days=env.number("KOLLEGA_BACKUP_DAYS"),
    )
