"""When a mail that was not taken is tried again, and when it is given up. All times are real time."""

from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=10)
LONGEST_PAUSE_WHILE_AWAY = timedelta(minutes=1)
GIVEN_UP_AFTER = timedelta(hours=24)


def next_try(now: datetime, *, tries: int, server_away: bool) -> datetime:
    """Return when to try again after the given number of tries.

    30 s, 1, 2, 4, 8, 10, 10 ... minutes; never more than a minute while the server as a whole is away, so that
    everything goes out soon after it is back.
    """
    longest = LONGEST_PAUSE_WHILE_AWAY if server_away else LONGEST_PAUSE
    pause = FIRST_PAUSE * (1 << min(tries - 1, 10))
    return now + min(pause, longest)


def give_up_at(now: datetime, expires_at: datetime | None) -> datetime:
    """Return when waiting ends: after a day, or when what the mail offers has expired."""
    last = now + GIVEN_UP_AFTER
    return min(last, expires_at) if expires_at else last


TEXT_PAUSES = (30, 120, 600, 1800, 3600, 7200)


def next_text_try(now: datetime, *, tries: int) -> datetime | None:
    """Return when a text message is tried again; None after the seventh try, some four hours after the first."""
    return now + timedelta(seconds=TEXT_PAUSES[tries - 1]) if tries <= len(TEXT_PAUSES) else None
