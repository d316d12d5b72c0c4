"""How long a login session lives (SS-2). Real time, checked on the server for every request."""

from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
FRESH = timedelta(minutes=10)
# Seen times are written at most this often; the idle limit is that much less exact.
SEEN_STEP = timedelta(seconds=20)


def is_idle(*, seen_at: datetime, now: datetime) -> bool:
    return now - seen_at >= IDLE


def is_too_old(*, started_at: datetime, now: datetime) -> bool:
    return now - started_at >= LONGEST


def is_fresh(authenticated_at: datetime | None, *, now: datetime) -> bool:
    """Tell whether the last authentication is recent enough for changing factors, signing and the like."""
    return authenticated_at is not None and now - authenticated_at < FRESH
