"""The embedded server: started, started again, killed, shared, stopped."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kollega.platform.postgres import FolderInUse, PostgresPortTaken, Server, start

SOURCE = Path(__file__).parents[3] / "src"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    return closed / "database"


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    running = start(folder)
    yield running
    running.stop()


def _write(url: str, text: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (text text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [text])


def _kept(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM kept ORDER BY text")]


def _wait_until_gone(pid: int, seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        # In a container nobody may fetch the exit code of an orphan: it has ended all the same.
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def _launcher_in_a_process(folder: Path) -> tuple[subprocess.Popen[str], str, int]:
    """A launcher of its own that can be killed; its server's URL and process id."""
    program = (
        "import sys, time, pathlib\n"
        "from kollega.platform.postgres import start\n"
        "server = start(pathlib.Path(sys.argv[1]))\n"
        "print(server.superuser_url, server.process.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    launcher = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )
    assert launcher.stdout is not None
    url, pid = launcher.stdout.readline().split()
    launcher.stdout.close()
    return launcher, url, int(pid)


def test_data_survives_a_stop_and_a_second_start(folder: Path) -> None:
    first = start(folder)
    _write(first.superuser_url, "kept")
    first.stop()
    second = start(folder)
    try:
        assert _kept(second.superuser_url) == ["kept"]
    finally:
        second.stop()


def test_the_server_listens_on_the_loopback_with_a_password_and_nowhere_else(server: Server) -> None:
    with psycopg.connect(server.superuser_url) as connection:
        shown = [
            connection.execute(f"SHOW {name}").fetchone()
            for name in ("listen_addresses", "unix_socket_directories", "password_encryption")
        ]
    assert shown == [("127.0.0.1",), ("",), ("scram-sha-256",)]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://postgres:wrong@127.0.0.1:{server.port}/postgres")


def test_folder_and_passwords_are_closed_to_others(server: Server, folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    secret = folder / "secrets" / "postgres"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert len(secret.read_text()) >= 32
    cluster = next((folder / "cluster").iterdir())
    assert int(cluster.name) >= 15
    assert stat.S_IMODE(cluster.stat().st_mode) == 0o700


def test_the_log_names_no_values_of_a_failing_statement(server: Server, folder: Path) -> None:
    with psycopg.connect(server.superuser_url) as connection, pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute("CREATE TEMPORARY TABLE person (name text UNIQUE)")
        connection.execute("INSERT INTO person VALUES ('Secret Name')")
        connection.execute("INSERT INTO person VALUES ('Secret Name')")
    log = (folder / "postgres.log").read_text()
    assert "duplicate key" in log
    assert "Secret Name" not in log


def test_a_second_launcher_is_told_the_folder_is_taken(server: Server, folder: Path) -> None:
    with pytest.raises(FolderInUse, match=f"process {os.getpid()}"):
        start(folder)


def test_a_taken_port_is_named(server: Server, tmp_path: Path) -> None:
    with pytest.raises(PostgresPortTaken, match=str(server.port)):
        start(tmp_path / "other", port=server.port)


def test_AV2_killing_the_launcher_leaves_nothing_and_loses_nothing(folder: Path) -> None:
    launcher, url, postgres = _launcher_in_a_process(folder)
    _write(url, "committed")
    launcher.kill()
    # Started while the old server is still closing, and before anybody reaped the launcher.
    server = start(folder)
    try:
        assert _wait_until_gone(postgres)
        assert _kept(server.superuser_url) == ["committed"]
    finally:
        server.stop()
        launcher.wait()


def test_AV2_a_killed_server_recovers_on_restart_at_the_same_port(server: Server) -> None:
    _write(server.superuser_url, "committed")
    port = server.port
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    assert not server.is_running()
    server.restart()
    assert server.port == port
    assert _kept(server.superuser_url) == ["committed"]


def test_AV2_killing_launcher_and_server_at_once_loses_nothing(folder: Path) -> None:
    launcher, url, postgres = _launcher_in_a_process(folder)
    _write(url, "committed")
    os.kill(postgres, signal.SIGKILL)
    launcher.kill()
    launcher.wait()
    server = start(folder)
    try:
        assert _kept(server.superuser_url) == ["committed"]
    finally:
        server.stop()


def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(folder: Path) -> None:
    first = start(folder)
    first.stop()
    cluster = next((folder / "cluster").iterdir())
    (cluster / "postmaster.pid").write_text(f"{os.getppid()}\n{cluster}\n0\n5432\n\n127.0.0.1\n  1 1\nready\n")
    second = start(folder)
    second.stop()


def test_an_interrupted_initdb_is_begun_again(folder: Path) -> None:
    start(folder).stop()
    cluster = next((folder / "cluster").iterdir())
    cluster.rename(cluster.with_name(cluster.name + ".making"))
    start(folder).stop()
    assert [entry.name for entry in (folder / "cluster").iterdir()] == [cluster.name]


def test_a_stopped_server_leaves_no_process(folder: Path) -> None:
    server = start(folder)
    pid = server.process.pid
    server.stop()
    assert _wait_until_gone(pid, 1.0)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.superuser_url)
