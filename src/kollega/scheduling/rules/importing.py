"""What becomes of each event of an imported calendar (B2): what overlaps comes in without occupying anything."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kollega.scheduling.enums import Outcome
from kollega.scheduling.rules.ics import Occurrence
from kollega.scheduling.rules.overlap import Stretch, joined

DAYS_AT_ONCE = 400
EVENTS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Planned:
    occurrence: Occurrence
    outcome: Outcome


Fits = Callable[[Occurrence], bool]


def everything_fits(one: Occurrence) -> bool:
    return True


def plan(
    occurrences: Iterable[Occurrence], known: set[str], busy: Iterable[Stretch], fits: Fits = everything_fits
) -> list[Planned]:
    """Return the outcome of each event, in the order given. Of two that overlap in the file the first occupies.

    `fits` is asked once for each event that would come in, and says whether the plan still allows it (BK-10).
    """
    taken = _Taken(busy)
    return [Planned(one, _outcome(one, known, taken, fits)) for one in occurrences]


def _outcome(one: Occurrence, known: set[str], taken: "_Taken", fits: Fits) -> Outcome:
    if one.problem is not None or one.starts_at is None or one.ends_at is None:
        return one.problem or Outcome.UNREADABLE
    if one.key in known:
        return Outcome.KNOWN
    if not fits(one):
        return Outcome.OVER_LIMIT
    if one.free:
        return Outcome.FREE
    return Outcome.NEW if taken.add(Stretch(one.starts_at, one.ends_at)) else Outcome.OVERLAP


class _Taken:
    """Stretches that never overlap, in order, so that a new one is compared with its two neighbours only."""

    def __init__(self, busy: Iterable[Stretch]) -> None:
        self._stretches = joined(busy)
        self._starts = [stretch.starts_at for stretch in self._stretches]

    def add(self, new: Stretch) -> bool:
        """Take the stretch and say so, or leave everything as it is when it is not free."""
        place = bisect_left(self._starts, new.starts_at)
        before = self._stretches[place - 1] if place else None
        after = self._stretches[place] if place < len(self._stretches) else None
        if (before and before.ends_at > new.starts_at) or (after and after.starts_at < new.ends_at):
            return False
        self._stretches.insert(place, new)
        self._starts.insert(place, new.starts_at)
        return True


def portions(occurrences: Iterable[Occurrence]) -> Iterator[list[Occurrence]]:
    """Cut into portions that one transaction can lock and store: few events, not too many days."""
    portion: list[Occurrence] = []
    days = 0
    for one in occurrences:
        length = (one.ends_at - one.starts_at).days + 2 if one.starts_at and one.ends_at else 0
        if portion and (len(portion) == EVENTS_AT_ONCE or days + length > DAYS_AT_ONCE):
            yield portion
            portion, days = [], 0
        portion.append(one)
        days += length
    if portion:
        yield portion
