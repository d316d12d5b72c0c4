"""`kollega run`: starts, says where, stops, and leaves nothing behind however it ends."""

import signal
from pathlib import Path

import pytest

from tests.runtime.installation import Installation, wait_for

pytestmark = pytest.mark.runtime


def test_it_starts_twice_in_a_row_and_stops_cleanly(empty_installation: Installation) -> None:
    installation = empty_installation
    first = installation.start()
    assert f"http://localhost:{installation.port}" in installation.said[-1]
    assert installation.status() == 200
    assert installation.stop(signal.SIGINT) == 0
    assert installation.leftovers() == []
    second = installation.start()
    assert installation.stop(signal.SIGTERM) == 0
    assert installation.leftovers() == []
    print(f"first start {first:.1f} s, second {second:.1f} s")


def test_a_second_copy_says_which_port_is_taken(installation: Installation, tmp_path: Path) -> None:
    installation.start()
    second = Installation(tmp_path / "second", port=installation.port)
    answer = second.command("run")
    assert answer.returncode == 2
    assert str(installation.port) in answer.stderr
    assert "Traceback" not in answer.stderr
    assert installation.status() == 200


def test_a_second_copy_on_the_same_data_is_told_so(installation: Installation) -> None:
    installation.start()
    second = Installation(installation.folder)
    answer = second.command("run")
    assert answer.returncode == 2
    assert "is used by another Kollega" in answer.stderr


def test_a_stop_while_it_starts_leaves_nothing(installation: Installation) -> None:
    installation.begin()
    wait_for(lambda: bool(installation.processes("postgres", "-D")), "the database to start")
    installation.stop(signal.SIGINT)
    wait_for(lambda: installation.leftovers() == [], "every process to end")


def test_SE1_the_owners_secret_does_not_reach_web_or_worker(installation: Installation) -> None:
    installation.start()
    owner = (installation.folder / "database" / "secrets" / "kollega_owner").read_bytes()
    app = (installation.folder / "database" / "secrets" / "kollega_app").read_bytes()
    serving = installation.processes("kollega web") + installation.processes("kollega worker")
    assert serving
    for pid in serving:
        told = Path(f"/proc/{pid}/environ").read_bytes()
        assert app in told
        assert owner not in told
        assert b"OWNER" not in told


def test_a_command_beside_it_uses_the_running_database(installation: Installation) -> None:
    installation.start()
    assert installation.command("migrate", "--check").returncode == 0


def test_a_command_alone_starts_the_database_for_itself(empty_installation: Installation) -> None:
    installation = empty_installation
    assert installation.command("migrate", "--check").returncode == 1
    assert installation.command("migrate").returncode == 0
    assert installation.command("migrate", "--check").returncode == 0
    assert installation.leftovers() == []


def test_SE1_production_without_secrets_does_not_start(empty_installation: Installation) -> None:
    installation = empty_installation
    answer = installation.command("run", KOLLEGA_ENV="production")
    assert answer.returncode == 2
    assert "KOLLEGA_SECRET_KEY" in answer.stderr
    assert "KOLLEGA_MASTER_KEY" in answer.stderr
    assert not installation.folder.exists()
