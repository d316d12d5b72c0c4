"""How long a message waits for an undo (B12). Business time."""

from datetime import datetime, timedelta

from kollega.scheduling.rules.undo import UNDO_WITHIN


def due_at(changed_at: datetime) -> datetime:
    """The end of the time in which the change can still be undone; sent strictly after it."""
    return changed_at + UNDO_WITHIN


def is_due(due: datetime, now: datetime) -> bool:
    return now > due


def too_late(starts_at: datetime, now: datetime) -> bool:
    """Nobody is told of an appointment that has begun."""
    return now >= starts_at


def left(due: datetime, now: datetime) -> timedelta:
    return max(due - now, timedelta(0))
