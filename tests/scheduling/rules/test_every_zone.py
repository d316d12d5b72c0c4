"""Every time zone that can be chosen, minute by minute around its clock changes (B17, BK-6, BK-7).

The rules are held against nothing but the zone's clock, read at every minute.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kollega.scheduling.errors import LocalTimeMissing
from kollega.scheduling.rules.localtime import day_bounds, exists_twice, resolve
from kollega.scheduling.rules.slots import Need, free_slots
from kollega.scheduling.rules.windows import WeeklyRule, windows_of_day
from kollega.web.practices.forms import zone_choices

PROVE = bool(os.environ.get("KOLLEGA_PROVE"))
YEAR = 2027
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ROUND_THE_CLOCK = [WeeklyRule(weekday, time(0), time(0)) for weekday in range(7)]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Change = tuple[datetime, timedelta | None, timedelta | None]


def changes(zone: ZoneInfo) -> tuple[Change, ...]:
    """The days of the year on which the offset changes, with the offsets before and after."""
    noons = [datetime(YEAR, 1, 1, 12, tzinfo=UTC) + number * DAY for number in range(365)]
    offsets = [noon.astimezone(zone).utcoffset() for noon in noons]
    return tuple(
        (noon, before, after)
        for noon, before, after in zip(noons[1:], offsets, offsets[1:], strict=False)
        if before != after
    )


def zones() -> Iterator[tuple[ZoneInfo, tuple[Change, ...]]]:
    """Every zone in `make prove`, else one of each kind: those whose clock changes alike, and one that never does."""
    seen = set()
    for name, _words in zone_choices():
        zone = ZoneInfo(name)
        found = changes(zone)
        if PROVE or found not in seen:
            yield zone, found
        seen.add(found)


def days_to_scan(zone: ZoneInfo, found: tuple[Change, ...]) -> list[date]:
    """The whole year in `make prove`, else the local days on which the clock changes, or one on which it does not."""
    if PROVE:
        return [date(YEAR, 1, 1) + number * DAY for number in range(365)]
    around = {noon.date() + shift * DAY for noon, _before, _after in found for shift in (-1, 0, 1)}
    return [day for day in sorted(around) if _changes_on(day, zone)] or [date(YEAR, 6, 1)]


def _changes_on(day: date, zone: ZoneInfo) -> bool:
    midnights = [datetime.combine(one, time(), tzinfo=zone) for one in (day, day + DAY)]
    return midnights[0].utcoffset() != midnights[1].utcoffset()


@lru_cache(maxsize=None if not PROVE else 0)
def minutes_by_clock(day: date, zone: ZoneInfo) -> dict[datetime, list[datetime]]:
    """Which instants show each local minute of a day, by reading the clock at every minute from long before."""
    shown: dict[datetime, list[datetime]] = defaultdict(list)
    moment = datetime.combine(day, time(), tzinfo=UTC) - timedelta(hours=15)
    for number in range(56 * 60):
        instant = moment + number * MINUTE
        local = instant.astimezone(zone).replace(tzinfo=None, fold=0)
        if local.date() == day:
            shown[local].append(instant)
    return shown


def test_B17_every_local_minute_of_every_zone_is_refused_or_its_first_instant() -> None:
    for zone, found in zones():
        for day in days_to_scan(zone, found):
            shown = minutes_by_clock(day, zone)
            # Days that nothing happens on are looked at by the half-hour.
            step = 1 if any(abs(noon.date() - day) <= DAY for noon, _before, _after in found) else 30
            for number in range(0, 24 * 60, step):
                local = datetime.combine(day, time()) + number * MINUTE
                instants = shown.get(local, [])
                try:
                    resolved = resolve(local, zone)
                except LocalTimeMissing:
                    assert instants == [], (zone, local)
                    continue
                assert resolved.instant == instants[0], (zone, local)
                assert resolved.twice == (len(instants) == 2), (zone, local)
                assert all(exists_twice(one.astimezone(zone)) == resolved.twice for one in instants), (zone, local)


def test_BK7_round_the_clock_every_half_hour_that_the_clock_shows_is_offered_once() -> None:
    for zone, found in zones():
        for day in days_to_scan(zone, found):
            shown = minutes_by_clock(day, zone)
            wanted = sorted(
                instant for local, instants in shown.items() if local.minute in {0, 30} for instant in instants
            )
            windows = windows_of_day(day, zone, ROUND_THE_CLOCK, ())
            slots = free_slots(windows, (), Need(minutes=30), now=LONG_AGO, zone=zone, step=30)
            start, end = day_bounds(day, zone)
            assert [slot.starts_at for slot in slots] == wanted, (zone, day)
            assert end - start == sum(len(instants) for instants in shown.values()) * MINUTE, (zone, day)


def test_BK7_stockholm_has_46_half_hours_in_march_and_50_in_october() -> None:
    zone = ZoneInfo("Europe/Stockholm")
    for day, count in ((date(2027, 3, 28), 46), (date(2027, 10, 31), 50), (date(2027, 6, 6), 48)):
        windows = windows_of_day(day, zone, ROUND_THE_CLOCK, ())
        assert len(list(free_slots(windows, (), Need(minutes=30), now=LONG_AGO, zone=zone, step=30))) == count
