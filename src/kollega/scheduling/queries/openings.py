"""Free times of one clinician or of twenty over weeks, in a handful of statements (LD-3). Inside a query or operation.

What is offered to clients and what a client may then hold is decided here, for both (BK-8): `openings` lists, and
`opening_at` asks the same list about one moment.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.scheduling.errors import FreeSlot
from kollega.scheduling.queries.busy import busy_stretches
from kollega.scheduling.queries.hours import windows_between
from kollega.scheduling.queries.offers import rooms_of
from kollega.scheduling.rules.localtime import day_bounds, local_day
from kollega.scheduling.rules.overlap import Stretch, joined, meets, with_buffers
from kollega.scheduling.rules.slots import Need, free_slots
from kollega.scheduling.rules.windows import Window

MARGIN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a free time must offer, and of whom. `in_room` wants any room of the practice, where it has rooms.

    `notice` is minutes per clinician; `until` ends what is offered. `ignoring` and `ignoring_hold` are in nobody's way.
    """

    clinicians: Sequence[UUID]
    minutes: int
    notice: dict[UUID, int]
    until: datetime
    in_room: bool
    buffer_before: int = 0
    buffer_after: int = 0
    step: int = 15
    ignoring: UUID | None = None
    ignoring_hold: UUID | None = None


def openings(actor: Actor, asked: Asked, first: date, last: date) -> list[FreeSlot]:
    """Return the free times of the local days from first to last, in order of start, then of the clinicians as given.

    Only entered working hours count: who has none offers nothing here.
    """
    if not asked.clinicians or first > last:
        return []
    rooms = [room.id for room in rooms_of(actor)] if asked.in_room else []
    windows = windows_between(actor, asked.clinicians, first, last)
    from_, until = day_bounds(first, actor.timezone)[0] - MARGIN, day_bounds(last, actor.timezone)[1] + MARGIN
    busy = busy_stretches(
        actor,
        asked.clinicians,
        rooms,
        from_,
        until,
        ignoring=[asked.ignoring] if asked.ignoring else [],
        ignoring_hold=asked.ignoring_hold,
        length=timedelta(minutes=asked.minutes + asked.buffer_before + asked.buffer_after),
    )
    free_room = _FreeRoom(asked, {room: joined(busy[room]) for room in rooms})
    # Twenty clinicians have the same few hundred starts: to put those in order is less than to sort all their slots.
    found: defaultdict[datetime, list[FreeSlot]] = defaultdict(list)
    for clinician_id in asked.clinicians:
        for slot in _of_one(actor, asked, clinician_id, windows[clinician_id], joined(busy[clinician_id])):
            room_id, free = free_room.at(slot)
            if free:
                found[slot.starts_at].append(FreeSlot(slot.starts_at, slot.ends_at, clinician_id, room_id))
    return [slot for start in sorted(found) for slot in found[start]]


def opening_at(actor: Actor, asked: Asked, starts_at: datetime) -> list[FreeSlot]:
    """Return the openings that begin at exactly this instant: one for each clinician who is free then."""
    day = local_day(starts_at, actor.timezone)
    return [slot for slot in openings(actor, asked, day, day) if slot.starts_at == starts_at]


def _of_one(
    actor: Actor, asked: Asked, clinician_id: UUID, days: dict[date, list[Window]], busy: list[Stretch]
) -> Iterator[Stretch]:
    need = Need(asked.minutes, asked.buffer_before, asked.buffer_after, asked.notice.get(clinician_id, 0))
    for day in sorted(days):
        for window in days[day]:
            if window.starts_at >= asked.until:
                return
            near = _near(busy, window)
            for slot in free_slots([window], near, need, now=actor.at, zone=actor.timezone, step=asked.step):
                if slot.starts_at < asked.until:
                    yield slot


def _near(busy: list[Stretch], window: Window) -> list[Stretch]:
    """Return those of the stretches, in order and apart, that may touch the window or its buffers."""
    first = bisect_left(busy, window.starts_at - MARGIN, key=lambda one: one.ends_at)
    last = bisect_left(busy, window.ends_at + MARGIN, key=lambda one: one.starts_at)
    return busy[first:last]


class _FreeRoom:
    """Whether some room is free for a slot; the same start is asked about once for all clinicians."""

    def __init__(self, asked: Asked, taken: dict[UUID, list[Stretch]]) -> None:
        self._asked = asked
        self._taken = taken
        self._known: dict[datetime, UUID | None] = {}

    def at(self, slot: Stretch) -> tuple[UUID | None, bool]:
        if not self._taken:
            return None, True
        if slot.starts_at not in self._known:
            wide = with_buffers(slot, self._asked.buffer_before, self._asked.buffer_after)
            free = (room for room, stretches in self._taken.items() if not meets(stretches, wide))
            self._known[slot.starts_at] = next(free, None)
        room_id = self._known[slot.starts_at]
        return room_id, room_id is not None
