"""Unpacking a base and what was stored after it into empty folders."""

import json
import tarfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Literal, cast

from kollega.console.backup.archive import ANCHOR, FILES, Entry, entries
from kollega.console.backup.basing import ABOUT, CLUSTER
from kollega.console.backup.filing import NAMES
from kollega.console.backup.restoring import put, put_anchor
from kollega.platform.master_keys import MasterKey

_FILTER = {"filter": "tar"} if hasattr(tarfile, "tar_filter") else {}


def unpack_base(base: Path, *, cluster: Path, files: Path, anchor: Path, masters: tuple[MasterKey, ...]) -> None:
    """The cluster's files first, then what follows them in the archive."""
    members = all_entries(base, masters)
    parts = _Parts(members)
    mode: Literal["r|gz"] = "r|gz"
    with tarfile.open(mode=mode, fileobj=cast(BinaryIO, parts)) as tar:
        tar.extractall(cluster, **_FILTER)  # type: ignore[arg-type]  # noqa: S202 - sealed by us
    files.mkdir(mode=0o700, parents=True, exist_ok=True)
    for entry in chain(parts.drain(), members):
        if entry.name == ANCHOR:
            put_anchor(entry.content.read(), anchor)
        elif entry.name != ABOUT:
            put(files / entry.name.removeprefix(f"{FILES}/"), entry.content)


def unpack_later_files(increment: Path, *, files: Path, masters: tuple[MasterKey, ...]) -> None:
    """Put what was stored later; what was deleted by then goes."""
    names: set[str] = set()
    for entry in all_entries(increment, masters):
        if entry.name == NAMES:
            names = set(json.loads(entry.content.read()))
            continue
        target = files / entry.name.removeprefix(f"{FILES}/")
        target.unlink(missing_ok=True)
        put(target, entry.content)
    for path in [path for path in files.rglob("*") if path.is_file()]:
        if path.relative_to(files).as_posix() not in names:
            path.unlink()


def all_entries(path: Path, masters: tuple[MasterKey, ...]) -> Iterator[Entry]:
    with path.open("rb") as source:
        yield from entries(source, masters)


class _Parts:
    """The cluster's parts as one stream; the first member after them is kept for `drain`."""

    def __init__(self, members: Iterator[Entry]) -> None:
        self._members = members
        self._part: BinaryIO | None = None
        self._after: Entry | None = None

    def read(self, size: int = -1) -> bytes:
        while self._after is None:
            if self._part is not None and (content := self._part.read(size)):
                return content
            entry = next(self._members)
            if not entry.name.startswith(f"{CLUSTER}."):
                self._after = entry
            else:
                self._part = entry.content
        return b""

    def drain(self) -> Iterator[Entry]:
        while self.read(1024 * 1024):
            pass
        if self._after is not None:
            yield self._after
