"""The copy of the backups on another machine: a mounted folder that gets each file once, compared after writing."""

import hashlib
import os
import shutil
from pathlib import Path

from kollega.console.backup.errors import BackupError
from kollega.console.backup.store import LOG, Store, writing


def copy_log(store: Store, copy: Store) -> int:
    """Copy parts of the log that are not there yet; return how many."""
    return _copy(store, copy, log=True)


def copy_all(store: Store, copy: Store) -> int:
    """Copy everything that is not there yet; return how many files."""
    return _copy(store, copy, log=False) + _copy(store, copy, log=True)


def _copy(store: Store, copy: Store, *, log: bool) -> int:
    if not copy.folder.is_dir():
        # Never made here: a mount that is missing must not become a folder on this machine.
        raise BackupError(f"{copy.folder} is not there; is it mounted?")
    there = {path.relative_to(copy.folder) for path in copy.all()}
    wanted = [path.relative_to(store.folder) for path in store.all()]
    missing = [name for name in wanted if name not in there and (name.parts[0] == LOG) is log]
    return sum(_copy_one(store.folder / name, copy.folder / name) for name in missing)


def _copy_one(source: Path, target: Path) -> int:
    """Return 1; 0 when retention removed the file meanwhile."""
    try:
        with source.open("rb") as content, writing(target) as file:
            shutil.copyfileobj(content, file, 1024 * 1024)
            file.flush()
            os.fsync(file.fileno())
            if _digest(Path(file.name)) != _digest(source):
                raise BackupError(f"{target} is not what was written to it.")
    except FileNotFoundError:
        return 0
    return 1


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
