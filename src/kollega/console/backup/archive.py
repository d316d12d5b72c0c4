"""What is inside a backup: a tar of the database dump in parts, the files, the anchor, and last the manifest."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal, cast

from kollega.console.backup.errors import DamagedArchive
from kollega.console.backup.sealed_stream import OpeningReader, SealingWriter
from kollega.platform.master_keys import MasterKey

DUMP = "database.dump"
FILES = "files"
ANCHOR = "anchor.log"
MANIFEST = "manifest.json"
PART_BYTES = 8 * 1024 * 1024
FORMAT = 1


@dataclass(frozen=True)
class Table:
    """How many rows a table has, and the sum of the rows' hashes; the order of rows does not matter."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself, by which a restore is verified."""

    made_at: str
    server_version: int
    tables: dict[str, Table]
    files: dict[str, str] = field(default_factory=dict)
    dump_sha256: str = ""
    anchor_sha256: str = ""
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        told = json.loads(text)
        if told.get("format") != FORMAT:
            raise DamagedArchive("This backup was made by a newer version of Kollega.")
        told["tables"] = {name: Table(**table) for name, table in told["tables"].items()}
        return cls(**told)


@dataclass(frozen=True)
class Entry:
    """One member while it is read: its name, and its content as a stream."""

    name: str
    content: BinaryIO


class ArchiveWriter:
    """Adds members to a sealed archive, hashing as it goes."""

    def __init__(self, target: BinaryIO, master: MasterKey) -> None:
        self._sealed = SealingWriter(target, master)
        self._tar = tarfile.open(mode="w|", fileobj=cast(BinaryIO, self._sealed), format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by `close`

    def add_parts(self, name: str, source: BinaryIO) -> str:
        """Add a stream of unknown length in parts; return its SHA-256."""
        digest, number = hashlib.sha256(), 0
        while part := source.read(PART_BYTES):
            digest.update(part)
            self.add_bytes(f"{name}.{number:06}", part)
            number += 1
        return digest.hexdigest()

    def add_file(self, name: str, path: Path) -> str:
        """Add a file as it is now; return its SHA-256."""
        with path.open("rb") as source:
            size = path.stat().st_size
            hashing = _Hashing(source)
            member = tarfile.TarInfo(name)
            member.size = size
            self._tar.addfile(member, cast(BinaryIO, hashing))
        return hashing.digest.hexdigest()

    def add_bytes(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        self._tar.addfile(member, io.BytesIO(content))

    def close(self) -> None:
        self._tar.close()
        self._sealed.close()


class _Hashing:
    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._source.read(size)
        self.digest.update(content)
        return content


def entries(source: BinaryIO, masters: tuple[MasterKey, ...]) -> Iterator[Entry]:
    """The members in their order; each must be read before the next is asked for."""
    sealed = OpeningReader(source, masters)
    mode: Literal["r|"] = "r|"
    with tarfile.open(mode=mode, fileobj=cast(BinaryIO, sealed)) as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None or not _is_safe(member.name):
                raise DamagedArchive(f"The backup holds an unexpected entry: {member.name}")
            yield Entry(member.name, cast(BinaryIO, content))
    # The end of the tar is not the end of the stream: read on, so that a cut or appended file is noticed.
    while sealed.read(PART_BYTES):
        pass


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def examine(path: Path, masters: tuple[MasterKey, ...]) -> Manifest:
    """Read the whole archive and compare every hash. Raises DamagedArchive; changes nothing."""
    dump, manifest, anchor = hashlib.sha256(), None, ""
    files: dict[str, str] = {}
    with path.open("rb") as source:
        for entry in entries(source, masters):
            if entry.name == MANIFEST:
                manifest = Manifest.from_json(entry.content.read())
            elif entry.name.startswith(f"{DUMP}."):
                dump.update(entry.content.read())
            elif entry.name == ANCHOR:
                anchor = _digest(entry.content)
            else:
                files[entry.name.removeprefix(f"{FILES}/")] = _digest(entry.content)
    if manifest is None:
        raise DamagedArchive("The backup has no manifest.")
    if (dump.hexdigest(), files, anchor) != (manifest.dump_sha256, manifest.files, manifest.anchor_sha256):
        raise DamagedArchive("The backup's content does not match its manifest.")
    return manifest


def _digest(content: BinaryIO) -> str:
    digest = hashlib.sha256()
    while part := content.read(PART_BYTES):
        digest.update(part)
    return digest.hexdigest()
