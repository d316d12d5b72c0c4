"""What it means that two stretches of time overlap (B2): the end is free, so end = next start is allowed."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Stretch:
    """From an instant until before another one."""

    starts_at: datetime
    ends_at: datetime


def overlap(one: Stretch, other: Stretch) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def with_buffers(stretch: Stretch, before: int, after: int) -> Stretch:
    """Widen by the set-up and tidy-up minutes that also occupy."""
    return Stretch(stretch.starts_at - timedelta(minutes=before), stretch.ends_at + timedelta(minutes=after))


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the same time as stretches in order that neither overlap nor touch."""
    result: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda s: s.starts_at):
        if result and stretch.starts_at <= result[-1].ends_at:
            if stretch.ends_at > result[-1].ends_at:
                result[-1] = Stretch(result[-1].starts_at, stretch.ends_at)
        else:
            result.append(stretch)
    return result


def meets(ordered: Sequence[Stretch], wanted: Stretch) -> bool:
    """Tell whether any of these stretches, in order and apart as `joined` gives them, overlaps the wanted one."""
    before = bisect_left(ordered, wanted.ends_at, key=_start) - 1
    return before >= 0 and ordered[before].ends_at > wanted.starts_at


_start = attrgetter("starts_at")


def without(window: Stretch, busy: Iterable[Stretch]) -> list[Stretch]:
    """Return what is left of the window outside the busy stretches, in order."""
    left: list[Stretch] = []
    reached = window.starts_at
    for stretch in joined(busy):
        if stretch.ends_at <= reached or stretch.starts_at >= window.ends_at:
            continue
        if stretch.starts_at > reached:
            left.append(Stretch(reached, stretch.starts_at))
        reached = max(reached, stretch.ends_at)
    if reached < window.ends_at:
        left.append(Stretch(reached, window.ends_at))
    return left
