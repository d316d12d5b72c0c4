"""When a calendar elsewhere is read again."""

from datetime import datetime, timedelta

EVERY = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=6)


def next_reading(now: datetime, *, failures: int) -> datetime:
    """A quarter of an hour later; after failures later and later, at most six hours."""
    pause: timedelta = EVERY * (1 << min(failures, 8))
    return now + min(pause, LONGEST_PAUSE)
