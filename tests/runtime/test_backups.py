"""BR-1, BR-2: backups that keep themselves: the newest point comes back, and a drill tells a good from a bad one."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from kollega.console.backup import basing
from kollega.console.backup.errors import DamagedArchive
from kollega.console.backup.log_keeping import LogKeeper
from kollega.console.backup.recording import LOG, Records
from kollega.console.backup.recovering import newest_point, recovered
from kollega.console.backup.store import Store
from kollega.console.backup.subject import Subject
from kollega.platform import postgres
from kollega.platform.master_keys import new_master_key, parse_master_keys
from tests.runtime.installation import Installation, wait_for
from tests.runtime.load import urls_of

pytestmark = pytest.mark.runtime
KEYS = parse_master_keys(new_master_key())
NAMES = {"database": "kollega", "owner": "kollega_owner", "app": "kollega_app"}


@contextmanager
def serving(folder: Path, backups: Path) -> Iterator[Subject]:
    """The embedded server with its log kept, as `kollega run` has it."""
    database = folder / "database"
    server = postgres.start(database, archive=True)
    over = threading.Event()
    try:
        urls = postgres.bootstrap(server.superuser_url, **NAMES)
        subject = Subject(
            store=Store(backups),
            copy=None,
            database=database,
            files=folder / "files",
            anchor=folder / "anchor.log",
            scratch=folder / "drill",
            owner_url=urls.owner_url,
            master=KEYS[0],
            days=30,
        )
        records = Records(urls.owner_url)
        records.look_after([LOG])
        keeping = threading.Thread(target=LogKeeper(subject, records).keep, args=(over,), kwargs={"pause": 0.2})
        keeping.start()
        yield subject
        over.set()
        keeping.join()
    finally:
        over.set()
        server.stop()


def begin_practice(subject: Subject, slug: str) -> None:
    """A committed change that can be found again, in a part of the log that is then finished."""
    with psycopg.connect(subject.owner_url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (slug text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [slug])
    cluster = basing.cluster_on(subject.database or Path())
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        row = connection.execute("SELECT pg_walfile_name(pg_switch_wal() - 1)").fetchone()
    assert row is not None
    wait_for(lambda: row[0] in subject.store.log(cluster.system), "the log to be stored")


def test_BR1_BR3_the_newest_point_comes_back_from_a_base_and_its_log(migrated: Path, tmp_path: Path) -> None:
    folder, back = tmp_path / "lost", tmp_path / "back"
    shutil.copytree(migrated, folder)
    (folder / "files").mkdir()
    (folder / "files" / "before").write_bytes(b"in the base")
    with serving(folder, tmp_path / "backups") as subject:
        begin_practice(subject, "before the base")
        base = basing.make_base(subject, basing.cluster_on(folder / "database"))
        (folder / "files" / "after").write_bytes(b"stored since")
        begin_practice(subject, "after the base")
        assert not basing.needs_base(subject.store, basing.cluster_on(folder / "database"))
    shutil.rmtree(folder)
    for path in (tmp_path / "backups").rglob("*.kollega-*"):
        assert path.stat().st_mode & 0o777 == 0o600
        assert b"after the base" not in path.read_bytes()

    point = newest_point(subject.store, KEYS)
    with recovered(
        point, subject.store, database=back / "database", files=back / "files", anchor=back / "anchor.log", masters=KEYS
    ) as (server, moment):
        urls = postgres.bootstrap(server.superuser_url, **NAMES)
        with psycopg.connect(urls.owner_url) as connection:
            slugs = connection.execute("SELECT slug FROM kept ORDER BY slug").fetchall()
        # A cluster that was brought back begins a new timeline, which needs a base of its own.
        assert basing.needs_base(subject.store, basing.cluster_on(back / "database"))
    assert slugs == [("after the base",), ("before the base",)]
    assert moment is not None
    assert moment > point.base.made_at
    assert {path.name for path in (back / "files").iterdir()} == {"before", "after"}

    damaged = bytearray(base.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    base.write_bytes(damaged)
    with pytest.raises(DamagedArchive):
        newest_point(subject.store, KEYS)


def test_BR1_a_lost_part_of_the_log_is_noticed_and_asks_for_a_new_base(migrated: Path, tmp_path: Path) -> None:
    shutil.copytree(migrated, tmp_path / "data")
    with serving(tmp_path / "data", tmp_path / "backups") as subject:
        cluster = basing.cluster_on(tmp_path / "data" / "database")
        base = basing.make_base(subject, cluster)
        for slug in ("one", "two"):
            begin_practice(subject, slug)
        subject.store.log_path(cluster.system, subject.store.log(cluster.system)[-2]).unlink()
        assert basing.needs_base(subject.store, cluster)
        assert not newest_point(subject.store, KEYS).whole
        assert base.exists()


def good_parts(installation: Installation) -> set[str]:
    with psycopg.connect(urls_of(installation).owner_url) as connection:
        rows = connection.execute("SELECT part FROM platform_backup WHERE failure = '' AND done_at IS NOT NULL")
        return {part for (part,) in rows}


def test_BR1_BR2_kollega_run_keeps_backups_and_a_drill_restores_them(
    installation: Installation, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    told = {"KOLLEGA_BACKUP_DIR": str(tmp_path / "backups"), "KOLLEGA_BACKUP_COPY_DIR": str(copy)}
    installation.start(**told)
    assert installation.processes("kollega backups keep")
    wait_for(lambda: good_parts(installation) >= {"full", "base", "log", "copy"}, "a night's backup")
    assert installation.stop() == 0
    wait_for(lambda: installation.leftovers() == [], "every process to end")

    drilled = installation.command("backups", "drill", **told)
    assert drilled.returncode == 0, drilled.stdout + drilled.stderr
    assert "good: drill" in drilled.stdout
    assert "night of" in drilled.stdout
    assert "newest point" in drilled.stdout
    assert not (installation.folder / "drill").exists()

    [night] = (copy / "full").iterdir()
    night.write_bytes(night.read_bytes()[:-1])
    failed = installation.command("backups", "drill", **told)
    assert failed.returncode == 1
    assert "FAILING: drill" in failed.stdout
    assert "changed or cut short" in failed.stdout
