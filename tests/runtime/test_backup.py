"""BR-1, BR-3: backup, wipe, restore on an empty machine: everything is back, verified, and nothing is sent again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from kollega.platform import postgres
from kollega.platform.master_keys import new_master_key
from tests.runtime.installation import SOURCE, Installation

pytestmark = pytest.mark.runtime
FILL = """
import django
django.setup()
from tests.documents.making import make_document, pdf
from tests.factories import make_member, make_practice
from tests.journal.making import make_client, make_note
from kollega.journal.operations.attaching import attach
from kollega.kernel.permissions import Role
from kollega.platform.tenancy import tenant
from kollega.platform.outbox import emit
from django.db import transaction
for _ in range(3):
    owner = make_practice()
    make_member(owner, Role.CLINICIAN)
    client_id = make_client(owner)
    writer = make_note(owner, client_id)
    writer.save("Text")
    attach(owner, note_id=writer.note_id, document_id=make_document(owner, client_id, pdf("x" * 2_000_000)))
    writer.sign()
    with tenant(owner.practice_id), transaction.atomic():
        emit("test.waiting", practice_id=owner.practice_id)
"""


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "recovery-key"
    file.write_text(new_master_key())
    return file


def _with_server(installation: Installation) -> tuple[postgres.Server, dict[str, str]]:
    server = postgres.start(installation.folder / "database")
    urls = postgres.bootstrap(server.superuser_url, database="kollega", owner="kollega_owner", app="kollega_app")
    return server, {"DATABASE_URL": urls.app_url, "KOLLEGA_OWNER_DATABASE_URL": urls.owner_url}


def _fill(installation: Installation, key_file: Path) -> None:
    server, urls = _with_server(installation)
    try:
        told = {"KOLLEGA_MASTER_KEY_FILE": str(key_file), **urls}
        environment = installation.environment(**told, DJANGO_SETTINGS_MODULE="kollega.config.settings")
        environment["PYTHONPATH"] = os.pathsep.join([str(SOURCE), str(SOURCE.parent)])
        subprocess.run([sys.executable, "-c", FILL], env=environment, check=True, timeout=120)
        sealed = installation.command("jobs", "run-due", "--only", "audit.seal", **told)
        assert sealed.returncode == 0, sealed.stdout + sealed.stderr
    finally:
        server.stop()
    files = installation.folder / "files"
    (files / "aa").mkdir(parents=True)
    (files / "aa" / "one.bin").write_bytes(os.urandom(3_000_000))
    (files / "empty").write_bytes(b"")
    (files / "aa" / "half.part").write_bytes(b"still being written")


def _rows(installation: Installation, table: str) -> list[tuple[object, ...]]:
    server, urls = _with_server(installation)
    try:
        with psycopg.connect(urls["KOLLEGA_OWNER_DATABASE_URL"]) as connection:
            return connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # type: ignore[arg-type]
    finally:
        server.stop()


def _documents(installation: Installation) -> dict[str, bytes]:
    files = installation.folder / "files"
    return {path.name: path.read_bytes() for path in files.glob("*-*/*/*") if path.is_file()}


def test_BR1_BR3_backup_wipe_restore(installation: Installation, key_file: Path, tmp_path: Path) -> None:
    _fill(installation, key_file)
    practices = _rows(installation, "practices_practice")
    log = _rows(installation, "audit_entry")
    secret = (installation.folder / "files" / "aa" / "one.bin").read_bytes()
    anchor = (installation.folder / "anchor.log").read_text()
    archive = tmp_path / "saved.kollega"
    saved = installation.command("backup", str(archive), KOLLEGA_MASTER_KEY_FILE=str(key_file))
    assert saved.returncode == 0, saved.stderr
    assert archive.stat().st_mode & 0o777 == 0o600
    assert b"practice-" not in archive.read_bytes()
    documents = _documents(installation)
    assert len(documents) == 3

    shutil.rmtree(installation.folder)
    told = {"KOLLEGA_MASTER_KEY_FILE": str(key_file)}
    restored = installation.command("restore", str(archive), "--recovery-key-file", str(key_file), **told)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "Restored and verified" in restored.stdout

    assert len(practices) == 3
    assert _documents(installation) == documents
    assert restored.stdout.count(": 1 files read") == 3
    assert not list((installation.folder / "files").rglob("*.part"))
    assert _rows(installation, "practices_practice") == practices
    assert _rows(installation, "audit_entry") == log
    assert (installation.folder / "files" / "aa" / "one.bin").read_bytes() == secret
    assert len(anchor.splitlines()) >= 3
    assert (installation.folder / "anchor.log").read_text().startswith(anchor)
    assert _rows(installation, "platform_outbox") == []

    installation.start(KOLLEGA_MASTER_KEY_FILE=str(key_file))
    assert installation.command("migrate", "--check").returncode == 0
    assert installation.stop() == 0
    assert installation.leftovers() == []

    again = installation.command("restore", str(archive), "--recovery-key-file", str(key_file), **told)
    assert again.returncode == 2
    assert "not empty" in again.stderr


def test_BR1_a_wrong_key_or_a_damaged_backup_changes_nothing(
    installation: Installation, key_file: Path, tmp_path: Path
) -> None:
    told = {"KOLLEGA_MASTER_KEY_FILE": str(key_file)}
    archive = tmp_path / "saved.kollega"
    assert installation.command("backup", str(archive), **told).returncode == 0
    shutil.rmtree(installation.folder)

    other = tmp_path / "other-key"
    other.write_text(new_master_key())
    wrong = installation.command("restore", str(archive), "--recovery-key-file", str(other), **told)
    assert (wrong.returncode, installation.folder.exists()) == (3, False)

    damaged = bytearray(archive.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    archive.write_bytes(damaged)
    changed = installation.command("restore", str(archive), "--recovery-key-file", str(key_file), **told)
    assert (changed.returncode, installation.folder.exists()) == (3, False)


def test_BR1_a_backup_is_made_while_kollega_runs(installation: Installation, tmp_path: Path) -> None:
    installation.start()
    saved = installation.command("backup", str(tmp_path))
    assert saved.returncode == 0, saved.stderr
    assert len(list(tmp_path.glob("*.kollega"))) == 1
    assert installation.status() == 200


def test_the_recovery_key_is_shown_once_and_compared(empty_installation: Installation, tmp_path: Path) -> None:
    installation = empty_installation
    file = tmp_path / "master-key"
    made = installation.command("keys", "init", str(file))
    assert made.returncode == 0
    key = file.read_text().strip()
    assert key in made.stdout
    assert file.stat().st_mode & 0o777 == 0o600
    again = installation.command("keys", "init", str(file))
    assert (again.returncode, file.read_text().strip()) == (2, key)

    typed = tmp_path / "typed"
    typed.write_text(key)
    told = {"KOLLEGA_MASTER_KEY_FILE": str(file)}
    assert installation.command("keys", "compare", "--recovery-key-file", str(typed), **told).returncode == 0
    typed.write_text(new_master_key())
    assert installation.command("keys", "compare", "--recovery-key-file", str(typed), **told).returncode == 1


def test_SE2_rotating_the_master_key_keeps_every_practice_readable(
    installation: Installation, key_file: Path, tmp_path: Path
) -> None:
    _fill(installation, key_file)
    both = tmp_path / "both"
    both.write_text(f"{new_master_key()},{key_file.read_text()}")
    rotated = installation.command("keys", "rotate", KOLLEGA_MASTER_KEY_FILE=str(both))
    assert rotated.returncode == 0, rotated.stderr
    assert rotated.stdout.startswith("3 data keys")
    again = installation.command("keys", "rotate", KOLLEGA_MASTER_KEY_FILE=str(both))
    assert again.stdout.startswith("0 data keys")
