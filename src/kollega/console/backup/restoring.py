"""Restoring a backup onto an empty database and an empty folder, all or nothing, and comparing what came back."""

import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import psycopg

from kollega.console.backup.archive import ANCHOR, DUMP, FILES, MANIFEST, Manifest, entries
from kollega.console.backup.errors import BackupError
from kollega.console.backup.fingerprint import differences, fingerprint
from kollega.console.backup.programs import begin
from kollega.platform.master_keys import MasterKey


def refuse_unless_empty(owner_url: str, files: Path) -> None:
    """Never restore over something: neither tables nor files may be there."""
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        ).fetchone()
    if row and row[0]:
        raise BackupError("The database is not empty. Restore into a new one, or move the data folder away first.")
    if files.is_dir() and any(files.iterdir()):
        raise BackupError(f"{files} is not empty. Move it away first.")


def restore(archive: Path, *, owner_url: str, files: Path, anchor: Path, masters: tuple[MasterKey, ...]) -> None:
    """Bring database, files and anchor back. The caller has examined the archive before.

    An anchor that is on this machine already stays, because it may know more than the backup; the backup's is put
    beside it.
    """
    arriving = files.with_name(files.name + ".restoring")
    shutil.rmtree(arriving, ignore_errors=True)
    arriving.mkdir(mode=0o700, parents=True)
    loader = _Loader(owner_url)
    with archive.open("rb") as source:
        for entry in entries(source, masters):
            if entry.name.startswith(f"{DUMP}."):
                loader.write(entry.content.read())
                continue
            loader.finish()
            if entry.name == ANCHOR:
                put_anchor(entry.content.read(), anchor)
            elif entry.name != MANIFEST:
                put(arriving / entry.name.removeprefix(f"{FILES}/"), entry.content)
    loader.finish()
    if files.is_dir():
        files.rmdir()
    arriving.rename(files)


def compare(manifest: Manifest, *, owner_url: str) -> list[str]:
    """One sentence for each table that differs from the backup's manifest; files were compared while they came."""
    with psycopg.connect(owner_url) as connection:
        return differences(manifest.tables, fingerprint(connection))


def put(path: Path, content: BinaryIO) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as target:
        shutil.copyfileobj(content, target)
    path.chmod(0o600)


def put_anchor(content: bytes, anchor: Path) -> None:
    place = anchor.with_name(anchor.name + ".from-backup") if anchor.exists() else anchor
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.write_bytes(content)
    place.chmod(0o600)


class _Loader:
    """pg_restore, fed part by part, in one transaction: a failure leaves the database empty."""

    def __init__(self, owner_url: str) -> None:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed by finish
        arguments = ["--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={_name(owner_url)}"]
        self._process = begin("pg_restore", arguments, owner_url, stdin=subprocess.PIPE, stderr=self._complaints)
        self._finished = False

    def write(self, part: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(part)
        except BrokenPipeError:
            self.finish()

    def finish(self) -> None:
        if self._finished:
            return
        self._finished = True
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        code = self._process.wait()
        self._complaints.seek(0)
        told = self._complaints.read().decode(errors="replace").strip()
        self._complaints.close()
        if code != 0:
            raise BackupError(f"pg_restore failed and left the database empty: {told}")


def _name(url: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])
