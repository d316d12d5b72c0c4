"""Where backups lie in a folder, and which of them may go.

    full/20260131-013000.kollega                                        a night's dump, files and anchor
    base/20260131-013140_SYSTEM_000000010000000000000012.kollega-base   the cluster itself, which the log continues
    log/SYSTEM/000000010000000000000012.kollega-log                     a part of the write-ahead log
    files/20260131-020501.kollega-files                                 files that were stored since

SYSTEM is the number PostgreSQL gave the cluster. Everything is sealed; a name says nothing but times and numbers.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from kollega.console.backup import log_parts

FULL, BASE, LOG, FILES = "full", "base", "log", "files"
SUFFIXES = {FULL: ".kollega", BASE: ".kollega-base", LOG: ".kollega-log", FILES: ".kollega-files"}
PARTIAL = ".part"
STAMP = "%Y%m%d-%H%M%S"
BASES_KEPT = 2


@dataclass(frozen=True, order=True)
class Base:
    """A stored base, ordered by age: the cluster it is of, and the first part of the log that continues it."""

    made_at: datetime
    system: str
    first: str
    path: Path


@dataclass(frozen=True)
class Store:
    """One folder of backups."""

    folder: Path

    def full(self) -> list[Path]:
        """The nights' backups, oldest first."""
        return self._sorted(FULL)

    def files(self) -> list[Path]:
        return self._sorted(FILES)

    def bases(self) -> list[Base]:
        """The bases, oldest first."""
        return sorted(_base(path) for path in self._sorted(BASE))

    def log(self, system: str) -> list[str]:
        """The names of the stored parts of this cluster's log, as PostgreSQL calls them."""
        found = (self.folder / LOG / system).glob(f"*{SUFFIXES[LOG]}")
        return sorted(path.name.removesuffix(SUFFIXES[LOG]) for path in found)

    def log_path(self, system: str, name: str) -> Path:
        return self.folder / LOG / system / f"{name}{SUFFIXES[LOG]}"

    def new_path(self, kind: str, at: datetime, *more: str) -> Path:
        return self.folder / kind / ("_".join((at.strftime(STAMP), *more)) + SUFFIXES[kind])

    def all(self) -> Iterator[Path]:
        """Everything stored whole; oldest first of each kind."""
        for kind in (FULL, BASE, FILES):
            yield from self._sorted(kind)
        yield from sorted((self.folder / LOG).glob(f"*/*{SUFFIXES[LOG]}"))

    def forget_unfinished(self) -> None:
        """Remove what a killed process began to write."""
        for path in self.folder.glob(f"**/*{PARTIAL}"):
            path.unlink(missing_ok=True)

    def expire(self, *, now: datetime, days: int, system: str = "") -> None:
        """Remove nights older than `days`, bases but the two newest, and what only continued removed bases.

        The newest night stays, however old it is, and so does the log of `system`, the cluster that runs.
        """
        for path in self.full()[:-1]:
            if stamp_of(path) < now - timedelta(days=days):
                path.unlink()
        for base in self.bases()[:-BASES_KEPT]:
            base.path.unlink()
        self._expire_what_continued(system)

    def _expire_what_continued(self, system: str) -> None:
        kept = self.bases()
        if not kept:
            return
        for path in self.files():
            if stamp_of(path) < kept[0].made_at:
                path.unlink()
        for folder in (self.folder / LOG).glob("*"):
            firsts = [base.first for base in kept if base.system == folder.name]
            for name in self.log(folder.name):
                if (firsts and log_parts.is_before(name, min(firsts))) or (not firsts and folder.name != system):
                    self.log_path(folder.name, name).unlink()
            if not any(folder.iterdir()):
                folder.rmdir()

    def _sorted(self, kind: str) -> list[Path]:
        return sorted((self.folder / kind).glob(f"*{SUFFIXES[kind]}"))


def stamp_of(path: Path) -> datetime:
    """When a file of the store was made, by its name."""
    return datetime.strptime(path.name.partition(".")[0].partition("_")[0], STAMP).replace(tzinfo=UTC)


def _base(path: Path) -> Base:
    _, system, first = path.name.removesuffix(SUFFIXES[BASE]).split("_")
    return Base(stamp_of(path), system, first, path)


@contextmanager
def writing(target: Path) -> Iterator[BinaryIO]:
    """A new file, readable by its owner alone, that appears under its name when it is whole and on the disk."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = target.with_name(target.name + PARTIAL)
    try:
        with open(partial, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.rename(target)
        sync_folder(target.parent)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
