"""Bringing the embedded database back to the newest point: the newest base, then the log that continues it."""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from kollega.console.backup import log_parts
from kollega.console.backup.basing import ABOUT
from kollega.console.backup.errors import BackupError, DamagedArchive
from kollega.console.backup.shipping import opened, unseal_part
from kollega.console.backup.store import Base, Store, stamp_of
from kollega.console.backup.unpacking import all_entries, unpack_base, unpack_later_files
from kollega.platform import postgres
from kollega.platform.master_keys import MasterKey
from kollega.platform.postgres.binaries import find_binaries

MANIFEST = "backup_manifest"


@dataclass(frozen=True)
class Point:
    """The newest base of a store, and how far its log reaches. `whole` is False when a gap hides later parts."""

    base: Base
    parts: list[str]
    whole: bool
    about: dict[str, Any]


def newest_point(store: Store, masters: tuple[MasterKey, ...]) -> Point:
    """Read base, log and files in whole and say what they lead to. Raises DamagedArchive; changes nothing."""
    if not store.bases():
        raise BackupError(f"There is no base in {store.folder}; restore one of the nights in {store.folder / 'full'}.")
    base = store.bases()[-1]
    about = None
    for entry in all_entries(base.path, masters):
        content = entry.content.read()
        if entry.name == ABOUT:
            about = json.loads(content)
    if about is None:
        raise DamagedArchive("The base says nothing about itself.")
    parts, whole = log_parts.unbroken(store.log(base.system), base.first)
    for name in parts:
        for _ in opened(store.log_path(base.system, name), masters):
            pass
    if about["major"] != find_binaries().major:
        raise BackupError(f"The base is of PostgreSQL {about['major']}; install that, or restore a night.")
    return Point(base, parts, whole, about)


@contextmanager
def recovered(
    point: Point, store: Store, *, database: Path, files: Path, anchor: Path, masters: tuple[MasterKey, ...]
) -> Iterator[tuple[postgres.Server, datetime | None]]:
    """Bring everything back, into an empty data folder and an empty files folder only.

    Gives the server that has taken in the whole log, and the moment of the last change in it; stops the server at the
    end.
    """
    if files.is_dir() and any(files.iterdir()):
        raise BackupError(f"{files} is not empty. Move it away first.")
    arrival = postgres.receive(database, superuser_password=point.about["superuser"])
    unpack_base(point.base.path, cluster=arrival.cluster, files=files, anchor=anchor, masters=masters)
    for increment in store.files():
        if stamp_of(increment) >= point.base.made_at:
            unpack_later_files(increment, files=files, masters=masters)
    for name in point.parts:
        unseal_part(store.log_path(point.base.system, name), arrival.log / name, masters)
    _compare(arrival.cluster)
    arrival.settle()
    server = postgres.start(database)
    try:
        moment = _await_end_of_log(server)
        arrival.forget_log()
        yield server, moment
    finally:
        server.stop()


def _compare(cluster: Path) -> None:
    """Compare every file of the cluster with the list that PostgreSQL made. Its own program for that is not in the
    wheel in a form that runs."""
    for listed in json.loads((cluster / MANIFEST).read_bytes())["Files"]:
        name = listed["Path"] if "Path" in listed else os.fsdecode(bytes.fromhex(listed["Encoded-Path"]))
        path = cluster / name
        if not path.is_file() or path.stat().st_size != listed["Size"] or _sha256(path) != listed["Checksum"]:
            raise DamagedArchive(f"The base is not as PostgreSQL made it: {name}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _await_end_of_log(server: postgres.Server) -> datetime | None:
    """Wait until the log is taken in, however long that takes; return the moment of its last change."""
    while True:
        if not server.is_running():
            raise BackupError(f"PostgreSQL could not take in the log; see postgres.log in {server.folder}.")
        with psycopg.connect(server.superuser_url, autocommit=True) as connection:
            row = connection.execute("SELECT pg_is_in_recovery(), pg_last_xact_replay_timestamp()").fetchone()
            assert row is not None
            if not row[0]:
                connection.execute("ALTER SYSTEM RESET restore_command")
                moment: datetime | None = row[1]
                return moment
        time.sleep(0.2)
