"""When a reminder goes (B14): elapsed hours before the start, but never in quiet time."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST_HOURS = 336


def remind_at(starts_at: datetime, hours: int, *, zone: ZoneInfo, quiet_from: time, quiet_until: time) -> datetime:
    """Return the moment in UTC. One that falls into quiet time moves to its beginning: earlier is never too late."""
    moment = starts_at.astimezone(UTC) - timedelta(hours=hours)
    local = moment.astimezone(zone)
    if not is_quiet(moment, zone=zone, quiet_from=quiet_from, quiet_until=quiet_until):
        return moment
    day = local.date()
    if quiet_from > quiet_until and local.time() < quiet_until:
        day -= timedelta(days=1)
    return datetime.combine(day, quiet_from, tzinfo=zone).astimezone(UTC)


def is_quiet(moment: datetime, *, zone: ZoneInfo, quiet_from: time, quiet_until: time) -> bool:
    """Whether local time lies between the two; the same time twice means no quiet time at all."""
    local = moment.astimezone(zone).time()
    if quiet_from <= quiet_until:
        return quiet_from <= local < quiet_until
    return local >= quiet_from or local < quiet_until


def is_missing(remind: datetime, *, set_at: datetime, starts_at: datetime, now: datetime) -> bool:
    """Whether a reminder is due and has a point.

    Not before its moment, not once the appointment has begun (a late scheduler sends nothing stale), and not when the
    time was set after that moment: the client has just heard of it.
    """
    return remind < now < starts_at and set_at <= remind
