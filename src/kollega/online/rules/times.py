"""When what was booked online may still be changed, and until when an offered time is kept."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kollega.online.enums import PartOfDay
from kollega.scheduling.rules.localtime import forgiving

HOLD_MINUTES = 10
DRAFT_HOURS = 24
OFFER = timedelta(hours=2)
SHORTEST_OFFER = timedelta(minutes=30)
DAY_BEGINS, DAY_ENDS = time(8), time(20)


def may_change(starts_at: datetime, hours: int, now: datetime) -> bool:
    """Moving and cancelling end `hours` before the start: elapsed hours, also across a change of the clock."""
    return now <= starts_at - timedelta(hours=hours)


def part_of(starts_at: datetime, zone: ZoneInfo) -> PartOfDay:
    hour = starts_at.astimezone(zone).hour
    if hour < 12:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if hour < 17 else PartOfDay.EVENING


def offer_until(now: datetime, starts_at: datetime, notice_minutes: int, zone: ZoneInfo) -> datetime | None:
    """Return the end of an offer: two hours of daytime (8 to 20) from now, but never after the notice time begins.

    None when that would leave less than half an hour.
    """
    end = _daytime_after(now, zone)
    latest = starts_at - timedelta(minutes=notice_minutes)
    until = min(end, latest)
    return until if until - now >= SHORTEST_OFFER else None


def _daytime_after(now: datetime, zone: ZoneInfo) -> datetime:
    day, left, reached = now.astimezone(zone).date(), OFFER, now
    while True:
        begins = forgiving(datetime.combine(day, DAY_BEGINS), zone)
        ends = forgiving(datetime.combine(day, DAY_ENDS), zone)
        reached = max(reached, begins)
        if reached < ends:
            if reached + left <= ends:
                return reached + left
            left -= ends - reached
        day += timedelta(days=1)
