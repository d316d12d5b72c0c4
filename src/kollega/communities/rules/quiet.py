"""Quiet hours of a shared room: local times of every day, over midnight when the end is not after the beginning."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def quiet_times(
    first: date, last: date, zone: ZoneInfo, quiet_from: time | None, quiet_until: time | None
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the quiet hours that touch the days from first to last, as instants in the zone, in order."""
    if quiet_from is None or quiet_until is None:
        return
    over_midnight = quiet_until <= quiet_from
    day = first - timedelta(days=1) if over_midnight else first
    while day <= last:
        end = day + timedelta(days=1) if over_midnight else day
        yield datetime.combine(day, quiet_from, zone), datetime.combine(end, quiet_until, zone)
        day += timedelta(days=1)
