"""The weekly drill: the newest backups are restored beside everything else, by the command an operator would type."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

from kollega.console.backup.errors import BackupError
from kollega.console.backup.subject import Subject
from kollega.kernel.clock import real_now
from kollega.platform.tied import tied_to_parent

# The drill must not reach what is outside: no mail, no anchor, no database but its own.
LEFT_OUT = (
    "DATABASE_URL",
    "KOLLEGA_OWNER_DATABASE_URL",
    "KOLLEGA_FILES_DIR",
    "KOLLEGA_ANCHOR_FILE",
    "KOLLEGA_ANCHOR_URL",
    "KOLLEGA_SMTP_URL",
    "KOLLEGA_BACKUP_DIR",
    "KOLLEGA_BACKUP_COPY_DIR",
)
RESTORED_TO = re.compile(r"^Restored to the state of (\S+)$", re.MULTILINE)
NEWEST_MAY_LACK = timedelta(minutes=15)
ROOM = 3  # times the size of the database: a base, its log and the restored cluster
# Lines of a restore that say what is wrong. Others, of pg_restore for example, may hold values of rows.
REASON = re.compile(r"^(kollega: .*|differs: .*|\w+: \d+ practices checked, [1-9]\d* findings)$", re.MULTILINE)


def drill(subject: Subject) -> str:
    """Restore the newest night, then the newest point; return what came back. Raises BackupError.

    The copy elsewhere is what is restored, where there is one: it is what is left when this machine is lost. A restore
    compares every table with the counts and sums of its backup and verifies journal, log and bookings.
    """
    store = subject.copy or subject.store
    nights = store.full()
    if not nights:
        raise BackupError("There is no backup to restore.")
    began = real_now()
    told = [f"night of {_restored(nights[-1], subject):%Y-%m-%d %H:%M}"]
    if subject.database:
        reached = _restored(store.folder, subject)
        if reached < began - NEWEST_MAY_LACK:
            raise BackupError(f"The newest point is only of {reached:%Y-%m-%d %H:%M}.")
        told.append(f"newest point {reached:%Y-%m-%d %H:%M}")
    took = (real_now() - began).total_seconds()
    return f"restored and verified: {', '.join(told)}; {took:.0f} s"


def _restored(archive: Path, subject: Subject) -> datetime:
    """Restore into the empty scratch folder, throw it away, and return the moment it came back to."""
    with _empty(subject.scratch):
        _refuse_without_room(subject)
        command = [sys.executable, "-m", "kollega", "restore", "--configured-key", str(archive)]
        answer = subprocess.run(
            tied_to_parent(command, number=signal.SIGTERM),
            env=_environment(subject.scratch),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    moment = RESTORED_TO.search(answer.stdout)
    if answer.returncode != 0 or moment is None:
        raise BackupError(f"{archive.name}: " + "; ".join(_reasons(answer.stdout + answer.stderr)))
    return datetime.fromisoformat(moment[1])


@contextmanager
def _empty(scratch: Path) -> Iterator[None]:
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700, parents=True)
    try:
        yield
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _environment(scratch: Path) -> dict[str, str]:
    left_out = {*LEFT_OUT, *(f"{name}_FILE" for name in LEFT_OUT)}
    kept = {name: text for name, text in os.environ.items() if name not in left_out}
    return {**kept, "KOLLEGA_DATA_DIR": str(scratch)}


def _refuse_without_room(subject: Subject) -> None:
    """A drill must not fill the disk of the database it watches over."""
    with psycopg.connect(subject.owner_url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    if shutil.disk_usage(subject.scratch).free < ROOM * row[0]:
        raise BackupError(f"There is not enough room in {subject.scratch.parent} to restore beside the database.")


def _reasons(said: str) -> list[str]:
    return REASON.findall(said) or ["the restore ended without saying why"]
