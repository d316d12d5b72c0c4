"""Making a base: the cluster's own files as they are, from which the write-ahead log goes on."""

import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from kollega.console.backup import log_parts
from kollega.console.backup.archive import ArchiveWriter
from kollega.console.backup.errors import BackupError
from kollega.console.backup.programs import begin
from kollega.console.backup.saving import add_files
from kollega.console.backup.store import BASE, Store, writing
from kollega.console.backup.subject import Subject
from kollega.kernel import clock
from kollega.platform import postgres

CLUSTER = "cluster.tar.gz"
ABOUT = "about.json"
LOG_SECONDS = 300.0


@dataclass(frozen=True)
class Cluster:
    """The running embedded server: how its superuser reaches it, and what PostgreSQL calls the cluster."""

    superuser_url: str
    system: str
    timeline: int


def cluster_on(database: Path) -> Cluster:
    """The cluster that runs on this folder. Raises BackupError when none does."""
    superuser_url = postgres.superuser_of_running(database)
    if superuser_url is None:
        raise BackupError("The embedded database does not run.")
    with psycopg.connect(superuser_url) as connection:
        row = connection.execute(
            "SELECT system_identifier::text, timeline_id FROM pg_control_system(), pg_control_checkpoint()"
        ).fetchone()
    assert row is not None
    return Cluster(superuser_url, row[0], row[1])


def needs_base(store: Store, cluster: Cluster) -> bool:
    """Whether the newest base cannot be brought to now: none, of another cluster or timeline, or a gap in the log."""
    own = [base for base in store.bases() if base.system == cluster.system]
    if not own or log_parts.timeline_of(own[-1].first) != cluster.timeline:
        return True
    _, whole = log_parts.unbroken(store.log(cluster.system), own[-1].first)
    return not whole


def archiving_failure(cluster: Cluster) -> str:
    """The part of the log that PostgreSQL last failed to hand over; empty when it succeeded since."""
    return _ask(
        cluster,
        "SELECT coalesce(max(last_failed_wal), '') FROM pg_stat_archiver"
        " WHERE last_failed_time > coalesce(last_archived_time, '-infinity')",
    )


def make_base(subject: Subject, cluster: Cluster) -> Path:
    """Store a base and return its path. It appears only when the log that makes it whole is stored too.

    Somebody else ships the log meanwhile. The superuser's password goes along, sealed, because the cluster knows it
    only as a hash.
    """
    made_at, first = clock.real_now(), _position(cluster, "pg_current_wal_insert_lsn()")
    target = subject.store.new_path(BASE, made_at, cluster.system, first)
    with writing(target) as file:
        archive = ArchiveWriter(file, subject.master)
        _pg_basebackup(archive, cluster)
        add_files(archive, subject.files, subject.anchor)
        archive.add_bytes(ABOUT, json.dumps(_about(cluster)).encode())
        archive.close()
        last = _position(cluster, "pg_switch_wal() - 1")
        _wait(lambda: last in subject.store.log(cluster.system))
    return target


def _about(cluster: Cluster) -> dict[str, object]:
    major = int(_ask(cluster, "SHOW server_version_num")) // 10_000
    return {"major": major, "superuser": conninfo_to_dict(cluster.superuser_url)["password"]}


def _wait(stored: Callable[[], bool]) -> None:
    end = time.monotonic() + LOG_SECONDS
    while not stored():
        if time.monotonic() > end:
            raise BackupError("The log that belongs to the base was not stored in time.")
        time.sleep(0.2)


def _position(cluster: Cluster, expression: str) -> str:
    return _ask(cluster, f"SELECT pg_walfile_name({expression})")


def _ask(cluster: Cluster, question: str) -> str:
    with psycopg.connect(cluster.superuser_url) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return str(row[0])


def _pg_basebackup(archive: ArchiveWriter, cluster: Cluster) -> None:
    arguments = ["--pgdata=-", "--format=tar", "--wal-method=none", "--compress=client-gzip:1"]
    arguments += ["--checkpoint=fast", "--manifest-checksums=SHA256", "--label=kollega"]
    with tempfile.TemporaryFile() as complaints:
        process = begin("pg_basebackup", arguments, cluster.superuser_url, stdout=subprocess.PIPE, stderr=complaints)
        assert process.stdout is not None
        try:
            with process.stdout as content:
                archive.add_parts(CLUSTER, content)  # type: ignore[arg-type]  # a pipe's end is a binary stream
        except BaseException:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()
            raise
        if process.wait() != 0:
            complaints.seek(0)
            raise BackupError(f"pg_basebackup failed: {complaints.read().decode(errors='replace').strip()}")
