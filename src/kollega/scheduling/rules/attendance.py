"""Which status may follow which (B3)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kollega.scheduling.enums import Status

_HELD = {Status.BOOKED, Status.CONFIRMED, Status.ARRIVED, Status.COMPLETED, Status.NO_SHOW}
_NEXT: dict[Status, set[Status]] = {
    Status.REQUESTED: {Status.BOOKED, Status.CONFIRMED},
    **{status: _HELD - {status} for status in _HELD},
    Status.LATE_CANCELLED: {Status.NO_SHOW},
    Status.CANCELLED: set(),
}
_NOT_BEFORE_THE_START = {Status.COMPLETED, Status.NO_SHOW}


def allowed(current: Status, wanted: Status, *, starts_at: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether attendance may be set so: arrived from the local day on, completed and no-show from the start on.

    Cancelling is an act of its own, with a reason, and so is undoing it.
    """
    if wanted not in _NEXT[current]:
        return False
    if wanted is Status.ARRIVED:
        return now.astimezone(zone).date() >= starts_at.astimezone(zone).date()
    return wanted not in _NOT_BEFORE_THE_START or now >= starts_at


def choices(current: Status, *, starts_at: datetime, now: datetime, zone: ZoneInfo) -> list[Status]:
    """Return the statuses that may be set now, in their usual order."""
    return [s for s in Status if allowed(current, s, starts_at=starts_at, now=now, zone=zone)]
