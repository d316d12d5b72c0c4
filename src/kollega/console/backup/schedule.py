"""When a night's backup and the weekly drill are due. Times are UTC, so that no night is left out or comes twice."""

from datetime import datetime, time, timedelta

from kollega.config import env
from kollega.config.env import ConfigurationError
from kollega.console.backup.recording import State

AGAIN = timedelta(minutes=30)
BASE_AGAIN = timedelta(minutes=5)
DRILL_EVERY = timedelta(days=7)
SLACK = timedelta(hours=12)
NIGHT_GOOD_FOR = timedelta(hours=26)
DRILL_GOOD_FOR = timedelta(days=8)
LOG_GOOD_FOR = timedelta(minutes=10)


def time_of_night() -> time:
    text = env.read("KOLLEGA_BACKUP_AT")
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise ConfigurationError("KOLLEGA_BACKUP_AT must be a time such as 01:30") from error


def last_slot(now: datetime, at: time) -> datetime:
    """The latest moment not after now at which a night's backup begins."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def is_night_due(now: datetime, at: time, state: State) -> bool:
    """Once a night; at once where there has never been one; again after half an hour when it failed."""
    if state.failure and state.tried_at and now - state.tried_at < AGAIN:
        return False
    return state.done_at is None or state.done_at < last_slot(now, at)


def is_drill_due(now: datetime, at: time, drill: State, full: State) -> bool:
    """After the night's backup, a week after the last one; the next night when it failed; at once after the first
    backup."""
    if full.done_at is None or full.done_at < last_slot(now, at):
        return False
    if drill.tried_at is None:
        return True
    rests = SLACK if drill.failure else DRILL_EVERY - SLACK
    return last_slot(now, at) - drill.tried_at > rests
