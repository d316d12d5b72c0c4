"""Stored files: sealed, outside the database and the web root, under a generated name in their practice's folder.

    FILES_DIR/<practice id>/<last two digits of the file's id>/<file id>

    6 bytes   KLGF1\\n
    2 bytes   length of the sealed key
    key       the file's own key, sealed under the practice's data key for this very file
    chunks    as in platform/sealed_chunks.py, bound to practice and file

A file is whole and on the disk under its name before the row that names it is committed, and never changed. So a row
has its file, and a file without a row is what a killed or refused upload left; whoever owns the rows tidies it away.
"""

import errno
import hashlib
import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kollega.platform.crypto import CannotOpen, open_sealed, seal
from kollega.platform.sealed_chunks import ARRIVING, CHUNK_BYTES, ChunkReader, ChunkWriter, DamagedStream

MAGIC = b"KLGF1\n"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DiskFull(Exception):
    """There is no room for the file; nothing of it stayed."""


class FileGone(Exception):
    """There is no such file (any more)."""


class FileDamaged(Exception):
    """The file is not what was stored."""


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Size in bytes and SHA-256 of the content, before it was sealed."""

    size: int
    digest: bytes


def store(practice_id: UUID, file_id: UUID, source: Readable) -> StoredFile:
    """Seal and keep what can be read from `source`; raise DiskFull when there is no room. Inside a tenant's scope."""
    path = _path(practice_id, file_id)
    arriving = path.with_name(path.name + ARRIVING)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(arriving, "xb", opener=_private) as target:
            stored = _seal_into(target, practice_id, file_id, source)
            target.flush()
            os.fsync(target.fileno())
        arriving.rename(path)
        _sync_folder(path.parent)
    except BaseException as error:
        for leftover in (arriving, path):
            leftover.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in _FULL:
            raise DiskFull from error
        raise
    return stored


def contents(practice_id: UUID, file_id: UUID) -> Iterator[bytes]:
    """Open the file now and hand out its content chunk by chunk; later chunks need neither scope nor database.

    Raises FileGone or FileDamaged, the latter also later, in place of a changed byte.
    """
    try:
        source = _path(practice_id, file_id).open("rb")
    except FileNotFoundError as error:
        raise FileGone from error
    try:
        reader = ChunkReader(source, _key_in(source, practice_id, file_id), _head(practice_id, file_id))
        first = _next(reader)
    except BaseException:
        source.close()
        raise
    return _rest(source, reader, first)


def remove(practice_id: UUID, file_id: UUID) -> None:
    """Take the file away; nothing happens when it is not there."""
    _path(practice_id, file_id).unlink(missing_ok=True)


def is_there(practice_id: UUID, file_id: UUID) -> bool:
    return _path(practice_id, file_id).is_file()


def forget_arriving(practice_id: UUID, *, before: datetime) -> int:
    """Take away what killed uploads left half written, by the disk's own time; return how many."""
    old = [path for path in _folder(practice_id).glob(f"*/*{ARRIVING}") if _is_older(path, before)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def stored_ids(practice_id: UUID, *, before: datetime) -> Iterator[UUID]:
    """Return the ids of the files that were stored before this moment, by the disk's own time."""
    for path in _folder(practice_id).glob("*/*"):
        with suppress(ValueError):  # a name that is not ours
            file_id = UUID(path.name)
            if _is_older(path, before):
                yield file_id


def _folder(practice_id: UUID) -> Path:
    return Path(settings.FILES_DIR) / str(practice_id)


def _path(practice_id: UUID, file_id: UUID) -> Path:
    return _folder(practice_id) / str(file_id)[-2:] / str(file_id)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_older(path: Path, before: datetime) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < before.timestamp()
    return False


def _head(practice_id: UUID, file_id: UUID) -> bytes:
    return MAGIC + practice_id.bytes + file_id.bytes


def _context(file_id: UUID) -> bytes:
    return b"file|" + str(file_id).encode()


def _seal_into(target: BinaryIO, practice_id: UUID, file_id: UUID, source: Readable) -> StoredFile:
    key = os.urandom(32)
    with transaction.atomic():  # of its own where a long job stores between two transactions
        sealed_key = seal(practice_id, key, context=_context(file_id))
    target.write(MAGIC + struct.pack(">H", len(sealed_key)) + sealed_key)
    writer = ChunkWriter(target, key, _head(practice_id, file_id))
    digest, size = hashlib.sha256(), 0
    while content := source.read(CHUNK_BYTES):
        digest.update(content)
        size += len(content)
        writer.write(content)
    writer.close()
    return StoredFile(size, digest.digest())


def _key_in(source: BinaryIO, practice_id: UUID, file_id: UUID) -> bytes:
    head = source.read(len(MAGIC) + 2)
    if len(head) < len(MAGIC) + 2 or not head.startswith(MAGIC):
        raise FileDamaged
    sealed_key = source.read(struct.unpack(">H", head[-2:])[0])
    try:
        with transaction.atomic():
            return open_sealed(practice_id, sealed_key, context=_context(file_id))
    except CannotOpen as error:
        raise FileDamaged from error


def _next(reader: ChunkReader) -> bytes:
    try:
        return reader.next()
    except DamagedStream as error:
        raise FileDamaged from error


def _rest(source: BinaryIO, reader: ChunkReader, first: bytes) -> Iterator[bytes]:
    with source:
        yield first
        while not reader.ended:
            yield _next(reader)
