"""Which times are free: working windows less what is busy, in steps of the wall clock, after the notice time (B5)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kollega.scheduling.rules.overlap import Stretch, without
from kollega.scheduling.rules.windows import Window

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Need:
    """What a slot must hold: minutes, buffers around it, and the notice time from now."""

    minutes: int
    buffer_before: int = 0
    buffer_after: int = 0
    notice_minutes: int = 0


def free_slots(
    windows: Iterable[Window],
    busy: Iterable[Stretch],
    need: Need,
    *,
    now: datetime,
    zone: ZoneInfo,
    step: int = 15,
) -> Iterator[Stretch]:
    """Yield the bookable times in order, as instants; an hour that exists twice gives its times twice.

    The visit itself lies inside a working window; buffers may reach beyond it but not into anything busy.
    A notice of 60 minutes offers 08:00 until 07:00 and not after.
    """
    taken = list(busy)
    length = timedelta(minutes=need.minutes)
    before, after = timedelta(minutes=need.buffer_before), timedelta(minutes=need.buffer_after)
    earliest = now + timedelta(minutes=need.notice_minutes)
    for window in windows:
        roomy = Stretch(window.starts_at - before, window.ends_at + after)
        for gap in without(roomy, taken):
            first = max(window.starts_at, gap.starts_at + before, earliest)
            last = min(window.ends_at, gap.ends_at - after) - length
            for start in _starts(first, last, zone, step):
                yield Stretch(start, start + length)


def _starts(first: datetime, last: datetime, zone: ZoneInfo, step: int) -> Iterator[datetime]:
    """Yield the instants on the step from first to last. Only where the clock is changed is each looked up."""
    start, apart = on_step(first, zone, step), timedelta(minutes=step)
    even = DAY_MINUTES % step == 0 and start.astimezone(zone).utcoffset() == last.astimezone(zone).utcoffset()
    while start <= last:
        yield start
        start = start + apart if even else on_step(start + apart, zone, step)


def on_step(moment: datetime, zone: ZoneInfo, step: int) -> datetime:
    """Return the first instant not before `moment` whose local minute of the day is a multiple of the step."""
    rounded = moment.replace(second=0, microsecond=0)
    if rounded < moment:
        rounded += timedelta(minutes=1)
    local = rounded.astimezone(zone)
    rest = (local.hour * 60 + local.minute) % step
    return rounded + timedelta(minutes=(step - rest) % step)
