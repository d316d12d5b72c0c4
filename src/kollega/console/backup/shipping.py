"""Taking finished parts of the write-ahead log from the server's folder into the store, compressed and sealed."""

import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kollega.console.backup.errors import BackupError
from kollega.console.backup.sealed_stream import OpeningReader, SealingWriter
from kollega.console.backup.store import PARTIAL, Store, writing
from kollega.platform.master_keys import MasterKey

STEP = 1024 * 1024
LEAST_FREE_BYTES = 2 * 1024**3


def finished(outgoing: Path) -> list[Path]:
    """The parts that the server has put down, oldest first."""
    return sorted(path for path in outgoing.glob("*") if path.suffix != PARTIAL)


def ship(waiting: list[Path], store: Store, *, system: str, master: MasterKey) -> None:
    """Store every waiting part and let go of it.

    When the store takes nothing and the disk of the database is nearly full, the waiting parts are dropped: the
    practice's work goes before an unbroken log, and a new base follows. Raises OSError in either case.
    """
    for path in waiting:
        try:
            seal_part(path, store.log_path(system, path.name), master)
        except OSError:
            if shutil.disk_usage(path.parent).free < LEAST_FREE_BYTES:
                _drop(waiting)
            raise
        path.unlink()


def _drop(waiting: list[Path]) -> None:
    for path in waiting:
        path.unlink(missing_ok=True)


def seal_part(source: Path, target: Path, master: MasterKey) -> None:
    """Store one part. PostgreSQL may hand over the same part twice after a crash; another one of the same name is
    never put over it. Raises BackupError."""
    content = source.read_bytes()
    if target.exists():
        if b"".join(opened(target, (master,))) != content:
            raise BackupError(f"{target.name} is stored already, with another content.")
        return
    with writing(target) as file:
        sealed = SealingWriter(file, master)
        compressing = zlib.compressobj(1)
        for start in range(0, len(content), STEP):
            sealed.write(compressing.compress(content[start : start + STEP]))
        sealed.write(compressing.flush())
        sealed.close()


def opened(path: Path, masters: tuple[MasterKey, ...]) -> Iterator[bytes]:
    """The content of a stored part, piece by piece. Raises DamagedArchive."""
    with path.open("rb") as source:
        sealed = OpeningReader(source, masters)
        expanding = zlib.decompressobj()
        while piece := sealed.read(STEP):
            yield expanding.decompress(piece)
        yield expanding.flush()


def unseal_part(stored: Path, target: Path, masters: tuple[MasterKey, ...]) -> None:
    """Write a part as PostgreSQL reads it; the zeros at the end of an unfilled one take no room."""
    with target.open("xb") as file:
        for piece in opened(stored, masters):
            _write_sparsely(file, piece)
        file.truncate(file.tell())


def _write_sparsely(file: BinaryIO, piece: bytes) -> None:
    for start in range(0, len(piece), STEP):
        block = piece[start : start + STEP]
        if block.count(0) == len(block):
            file.seek(len(block), 1)
        else:
            file.write(block)
