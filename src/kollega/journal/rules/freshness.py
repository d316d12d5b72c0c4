"""How recent an authentication must be to sign."""

from datetime import datetime, timedelta

FRESH = timedelta(minutes=10)


def is_fresh(authenticated_at: datetime | None, real_now: datetime) -> bool:
    """Whether the person proved who they are within the last ten minutes of real time (N4)."""
    return (
        authenticated_at is not None
        and timedelta(0) <= real_now - authenticated_at + timedelta(seconds=1)
        and (real_now - authenticated_at <= FRESH)
    )
