"""VTIMEZONE of a zone for some years, from the system's zone data.

icalendar can make one too, but begins summer time an hour late: RFC 5545 wants the moment of change in the local time
that was in force before it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=64)
def vtimezone(zone: str, first_year: int, last_year: int) -> Timezone:
    """Return the definition that holds from the first to the last year. Do not change what is returned."""
    known = ZoneInfo(zone)
    start = datetime(first_year, 1, 1, tzinfo=UTC)
    found = Timezone()
    found.add("TZID", zone)
    found.add_component(_observance(known, start, start - _SECOND))
    for moment in _changes(known, start, datetime(last_year + 1, 1, 1, tzinfo=UTC)):
        found.add_component(_observance(known, moment, moment - _SECOND))
    return found


def _observance(zone: ZoneInfo, moment: datetime, before: datetime) -> TimezoneStandard | TimezoneDaylight:
    after, earlier = moment.astimezone(zone), before.astimezone(zone)
    from_, to = earlier.utcoffset() or timedelta(), after.utcoffset() or timedelta()
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    part.add("DTSTART", moment.replace(tzinfo=None) + from_)
    part.add("TZOFFSETFROM", from_)
    part.add("TZOFFSETTO", to)
    part.add("TZNAME", after.tzname() or "")
    return part


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the instants at which the offset changes, to the second."""
    day = start
    while day < end:
        after = day + _DAY
        if day.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield _between(zone, day, after)
        day = after


def _between(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    old = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high
