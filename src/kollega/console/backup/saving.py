"""Making a backup: a consistent picture of the database, then the files, sealed while they are written."""

import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psycopg

from kollega.console.backup.archive import ANCHOR, DUMP, FILES, MANIFEST, ArchiveWriter, Manifest, examine
from kollega.console.backup.errors import BackupError
from kollega.console.backup.fingerprint import fingerprint
from kollega.console.backup.programs import begin
from kollega.console.backup.store import writing
from kollega.kernel import clock
from kollega.platform.master_keys import MasterKey
from kollega.platform.sealed_chunks import ARRIVING


def save(target: Path, *, owner_url: str, files: Path, anchor: Path, master: MasterKey) -> Manifest:
    """Write the backup to `target`, read it back in whole, and return its manifest.

    The file appears under its name only when it is complete. Files are read after the database: one that is stored
    meanwhile comes along without harm.
    """
    if target.exists():
        raise BackupError(f"{target} exists already.")
    with writing(target) as file:
        archive = ArchiveWriter(file, master)
        manifest = _dump(archive, owner_url)
        hashes, anchored = add_files(archive, files, anchor)
        manifest = replace(manifest, files=hashes, anchor_sha256=anchored)
        archive.add_bytes(MANIFEST, manifest.to_json())
        archive.close()
        file.flush()
        return examine(Path(file.name), (master,))


def _dump(archive: ArchiveWriter, owner_url: str) -> Manifest:
    """Dump and fingerprint the same snapshot."""
    with psycopg.connect(owner_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        digest = _pg_dump(archive, owner_url, snapshot=row[0])
        return Manifest(
            made_at=clock.real_now().isoformat(),
            server_version=connection.info.server_version,
            tables=fingerprint(connection),
            dump_sha256=digest,
        )


def _pg_dump(archive: ArchiveWriter, owner_url: str, *, snapshot: str) -> str:
    with tempfile.TemporaryFile() as complaints:
        arguments = ["--format=custom", "--compress=6", "--no-owner", f"--snapshot={snapshot}"]
        process = begin("pg_dump", arguments, owner_url, stdout=subprocess.PIPE, stderr=complaints)
        assert process.stdout is not None
        with process.stdout as dump:
            digest = archive.add_parts(DUMP, dump)  # type: ignore[arg-type]  # a pipe's end is a binary stream
        if process.wait() != 0:
            complaints.seek(0)
            raise BackupError(f"pg_dump failed: {complaints.read().decode(errors='replace').strip()}")
    return digest


def add_files(archive: ArchiveWriter, files: Path, anchor: Path) -> tuple[dict[str, str], str]:
    """Add the stored files and the log's anchor; return the files' hashes by their names, and the anchor's."""
    hashes = {}
    for path in sorted(stored_files(files)):
        name = path.relative_to(files).as_posix()
        with suppress(FileNotFoundError):  # taken away since, a day after its row
            hashes[name] = archive.add_file(f"{FILES}/{name}", path)
    anchored = archive.add_file(ANCHOR, anchor) if anchor.is_file() else ""
    return hashes, anchored


def stored_files(files: Path) -> list[Path]:
    """Every whole file in the folder; what is still being written has no row that names it."""
    found = (path for path in files.rglob("*") if path.suffix != ARRIVING)
    return [path for path in found if path.is_file() and not path.is_symlink()]
