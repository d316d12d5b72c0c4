import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.installation import Installation


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation that has its tables, to be copied."""
    made = Installation(tmp_path_factory.mktemp("migrated") / "data")
    answer = made.command("migrate")
    assert answer.returncode == 0, answer.stderr
    return made.folder


@pytest.fixture
def empty_installation(tmp_path: Path) -> Iterator[Installation]:
    """An installation that was never started, in a folder that others cannot read."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    made = Installation(closed / "data")
    yield made
    made.clear()


@pytest.fixture
def installation(empty_installation: Installation, migrated: Path) -> Installation:
    """An installation that has its tables and does not run."""
    shutil.copytree(migrated, empty_installation.folder)
    return empty_installation
