"""Business time: the real clock plus an offset that the demo and the tests may set.

Only business facts use it. One-time codes, login sessions and signatures of webhooks keep real time.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path


def real_now() -> datetime:
    """Return the real time in UTC."""
    return datetime.now(UTC)


def _no_offset() -> timedelta:
    return timedelta(0)


_offset: Callable[[], timedelta] = _no_offset


def now() -> datetime:
    """Return business time in UTC. Read it once at the edge and hand it on in the Actor."""
    return real_now() + _offset()


def shift_by_file(path: Path) -> None:
    """Read the offset (whole seconds, as text) from a file at every call; a missing file means none."""
    global _offset

    def from_file() -> timedelta:
        try:
            return timedelta(seconds=int(path.read_text().strip() or "0"))
        except (FileNotFoundError, ValueError):
            return timedelta(0)

    _offset = from_file


def write_offset(path: Path, offset: timedelta) -> None:
    """Store the offset that all processes reading this file use from now on."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_text(str(int(offset.total_seconds())))
    temporary.replace(path)
