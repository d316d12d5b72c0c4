"""The archive as a file: writing it piece by piece, and taking one apart that somebody else may have made."""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast

from pydantic import ValidationError

from kollega.records.rules.form import FORMAT, VERSION, Record

RECORD, PDF, ACCESS, FHIR, SCHEMA = "record.json", "record.pdf", "access.pdf", "fhir.json", "record.schema.json"
MANIFEST = "manifest.json"
FIXED = {RECORD, PDF, ACCESS, FHIR, SCHEMA}
_DOCUMENT = re.compile(r"documents/[0-9a-f-]{36}\.[a-z]{3,4}")
MOST_PARTS = 600
MOST_BYTES = 500 * 1024**2
LARGEST_JSON = 64 * 1024**2
CHUNK = 1024 * 1024


class Unfit(Exception):
    """Not an archive of ours, or not whole and unchanged; the text says where it failed, for the test only."""


class _Drain:
    """What zipfile writes to: bytes that wait to be read."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def write(self, content: Any) -> int:
        self.waiting += content
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""


class ArchiveSource:
    """A readable stream of an archive that is made while it is read; nothing of it lies on the disk."""

    def __init__(self, parts: Iterable[tuple[str, Iterable[bytes]]], *, made_at: datetime) -> None:
        self._drain = _Drain()
        self._pieces = _written(self._drain, parts, made_at)

    def read(self, size: int = -1, /) -> bytes:
        while size < 0 or len(self._drain.waiting) < size:
            if next(self._pieces, None) is None:
                break
        taken = len(self._drain.waiting) if size < 0 else size
        content = bytes(self._drain.waiting[:taken])
        del self._drain.waiting[:taken]
        return content


def _written(drain: _Drain, parts: Iterable[tuple[str, Iterable[bytes]]], made_at: datetime) -> Iterator[bool]:
    listed = []
    with zipfile.ZipFile(cast("BinaryIO", drain), "w", zipfile.ZIP_DEFLATED) as archive:
        for path, chunks in parts:
            digest, size = hashlib.sha256(), 0
            with archive.open(_named(path, made_at), "w") as target:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    target.write(chunk)
                    yield True
            listed.append({"path": path, "size": size, "sha256": digest.hexdigest()})
        manifest = {"format": FORMAT, "version": VERSION, "made_at": made_at.isoformat(), "files": listed}
        archive.writestr(_named(MANIFEST, made_at), json.dumps(manifest, indent=1))
    yield True


def _named(path: str, made_at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, made_at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive that holds what its manifest says: `json` is record.json as it is, `paths` its documents' parts."""

    archive: zipfile.ZipFile
    record: Record
    json: bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 of record.json."""
        return hashlib.sha256(self.json).digest()

    def part(self, path: str) -> bytes:
        return self.archive.read(path)


def opened(source: BinaryIO) -> Opened:
    """Check the whole archive and return it; raises Unfit for anything that is not exactly an export of ours."""
    try:
        return _opened(source)
    except (zipfile.BadZipFile, ValidationError, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unfit(type(error).__name__) from error
    except (NotImplementedError, RuntimeError, EOFError) as error:
        raise Unfit("compression") from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise Unfit("compression") from error
        raise


def _opened(source: BinaryIO) -> Opened:
    archive = zipfile.ZipFile(source)
    infos = archive.infolist()
    _check_parts(infos)
    sizes = {info.filename: info.file_size for info in infos}
    if sizes.get(MANIFEST, LARGEST_JSON + 1) > LARGEST_JSON or sizes.get(RECORD, LARGEST_JSON + 1) > LARGEST_JSON:
        raise Unfit("no record")
    manifest = json.loads(_bounded(archive, MANIFEST, sizes[MANIFEST]))
    if (manifest["format"], manifest["version"]) != (FORMAT, VERSION):
        raise Unfit("another form")
    listed = {entry["path"]: entry for entry in manifest["files"]}
    if len(listed) != len(manifest["files"]) or listed.keys() | {MANIFEST} != sizes.keys():
        raise Unfit("the manifest lists other parts")
    for path, entry in listed.items():
        if _digest_of(archive, path, sizes[path]) != (entry["size"], entry["sha256"]):
            raise Unfit("a checksum differs")
    stored = _bounded(archive, RECORD, sizes[RECORD])
    record = Record.model_validate_json(stored)
    _check_documents(record, listed)
    return Opened(archive, record, stored)


def _check_parts(infos: list[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in infos]
    if len(names) > MOST_PARTS or len(set(names)) != len(names):
        raise Unfit("too many parts")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise Unfit("unpacks to too much")
    for info in infos:
        # Any other name, among them ../x and /x, is no part of ours; neither is a link.
        if info.filename not in FIXED | {MANIFEST} and not _DOCUMENT.fullmatch(info.filename):
            raise Unfit("a foreign part")
        if info.flag_bits & 1 or (info.external_attr >> 28) not in (0, 0o10):
            raise Unfit("sealed, or a link")


def _check_documents(record: Record, listed: dict[str, Any]) -> None:
    named = {each.path: each for each in record.documents if each.path}
    if len(named) != sum(1 for each in record.documents if each.path):
        raise Unfit("two documents are one file")
    if named.keys() != {path for path in listed if path not in FIXED}:
        raise Unfit("documents and files differ")
    for path, each in named.items():
        if (listed[path]["size"], listed[path]["sha256"]) != (each.size, each.sha256):
            raise Unfit("a document is another file")


def _bounded(archive: zipfile.ZipFile, path: str, size: int) -> bytes:
    """Read a part, never more than it is said to have: what a header says need not be true."""
    with archive.open(path) as part:
        content = part.read(size + 1)
    if len(content) != size:
        raise Unfit("a size differs")
    return content


def _digest_of(archive: zipfile.ZipFile, path: str, size: int) -> tuple[int, str]:
    digest, seen = hashlib.sha256(), 0
    with archive.open(path) as part:
        while chunk := part.read(CHUNK):
            seen += len(chunk)
            if seen > size:
                raise Unfit("a size differs")
            digest.update(chunk)
    return seen, digest.hexdigest()
