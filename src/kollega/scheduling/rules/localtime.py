"""From a local time to an instant and back (B17): what does not exist is refused, what exists twice is told."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kollega.scheduling.errors import LocalTimeMissing


@dataclass(frozen=True, slots=True)
class Resolved:
    """An instant in UTC; `twice` says that the local time exists twice and this is the first of the two."""

    instant: datetime
    twice: bool


def resolve(local: datetime, zone: ZoneInfo) -> Resolved:
    """Return the instant of a typed local time (naive). Refuses with LocalTimeMissing; takes the first of two."""
    first = local.replace(tzinfo=zone, fold=0)
    instant = first.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(fold=0):
        raise LocalTimeMissing(time=f"{local:%H:%M}", date=local.date().isoformat())
    return Resolved(instant, twice=first.utcoffset() != first.replace(fold=1).utcoffset())


def exists_twice(local: datetime) -> bool:
    """Tell whether the clock shows this local time (aware) twice that night; `fold` then says which one it is."""
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def forgiving(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant of a local time; one that the clock jumps over becomes the moment of the jump.

    For edges of working windows and days, which nobody typed for that date.
    """
    instant = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    shown = instant.astimezone(zone).replace(tzinfo=None)
    if shown == local:
        return instant
    return _jump_before(instant, zone)


def _jump_before(later: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant at which the clock was put forward, at most a day and an hour before `later`."""
    low, high = later - timedelta(hours=25), later
    new = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == new:
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0)


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the first instant of a local day and of the next one: 23, 24 or 25 hours apart (BK-7)."""
    midnight = datetime.combine(day, time(0))
    return forgiving(midnight, zone), forgiving(midnight + timedelta(days=1), zone)


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """Return the local date of an instant."""
    return instant.astimezone(zone).date()
