"""How long the last change can be undone (B16)."""

from datetime import datetime, timedelta

UNDO_WITHIN = timedelta(minutes=3)


def undoable(changed_at: datetime, now: datetime) -> bool:
    """Three minutes, the end included."""
    return now - changed_at <= UNDO_WITHIN
