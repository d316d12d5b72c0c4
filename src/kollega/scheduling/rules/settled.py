"""When an appointment stays as it is, whatever becomes of the dates it repeats with (B10)."""

from datetime import datetime

from kollega.scheduling.enums import Status

_TAKEN_PLACE = frozenset({Status.ARRIVED, Status.COMPLETED, Status.NO_SHOW})


def settled(starts_at: datetime, status: Status, settled_at: datetime | None, now: datetime) -> bool:
    """Tell whether it has begun, has its attendance set, or was signed or invoiced (`settled_at`)."""
    return settled_at is not None or status in _TAKEN_PLACE or starts_at <= now
