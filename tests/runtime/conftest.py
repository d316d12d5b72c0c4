from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.installation import Installation


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An installation that is not started yet, in a folder that others cannot read."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    made = Installation(closed / "data")
    yield made
    made.clear()
