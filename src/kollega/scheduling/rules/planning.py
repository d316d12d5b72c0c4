"""What becomes of each date of a recurrence: free, taken, no such time, over the plan; and what is free instead (B10).

Pure: the ground (hours, busy stretches, rooms) is read once and given in.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from operator import attrgetter
from uuid import UUID
from zoneinfo import ZoneInfo

from kollega.scheduling.enums import AUTO, RoomChoice
from kollega.scheduling.errors import FreeSlot, LocalTimeMissing
from kollega.scheduling.rules.localtime import local_day, resolve
from kollega.scheduling.rules.months import Month, month_of
from kollega.scheduling.rules.overlap import Stretch, meets, with_buffers
from kollega.scheduling.rules.slots import Need, free_slots
from kollega.scheduling.rules.windows import Window, covers

ALTERNATIVES = 3
# Days before and after a date in which something free is looked for, nearest first.
NEAR = (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7)


class DateState(StrEnum):
    """Whether a date can be booked as it stands."""

    FREE = "free"
    TAKEN = "taken"
    MISSING_TIME = "missing_time"
    OVER_LIMIT = "over_limit"


@dataclass(frozen=True, slots=True)
class Ask:
    """A date that is wanted: its day by the rule, the instant (None: the clock jumps over it), and the room.

    `length` and `buffers` (minutes) are those of the ground, unless this date has its own.
    """

    day: date
    starts_at: datetime | None
    room_id: UUID | RoomChoice | None
    twice: bool = False
    length: timedelta | None = None
    buffers: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """One date as it would be stored. Times are instants; `resource` says what is taken, never by whom.

    `holiday` and `outside_hours` are hints; `twice` says that the local time exists twice and the first is meant.
    """

    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    room_id: UUID | None
    state: DateState
    resource: str = ""
    outside_hours: bool = False
    twice: bool = False
    holiday: str = ""
    alternatives: tuple[FreeSlot, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything the dates are held against. `busy` is joined per resource; `rooms` are the candidates in their order.

    `works` is false when no hours were ever entered: then nothing is outside. `left` counts how many more visits the
    plan allows per month; None is without limit. A private block (`visit` false) may lie outside working hours.
    """

    clinician_id: UUID
    length: timedelta
    buffer_before: int
    buffer_after: int
    zone: ZoneInfo
    now: datetime
    windows: dict[date, list[Window]]
    usual: dict[date, list[Window]]
    works: bool
    rooms: tuple[UUID, ...]
    busy: dict[UUID, list[Stretch]]
    holidays: dict[date, str] = field(default_factory=dict)
    left: dict[Month, int] | None = None
    visit: bool = True

    def length_of(self, ask: Ask) -> timedelta:
        return ask.length or self.length

    def busy_for(self, ask: Ask, starts_at: datetime) -> Stretch:
        """What the date would occupy if it began then."""
        before, after = self.buffers_of(ask)
        return with_buffers(Stretch(starts_at, starts_at + self.length_of(ask)), before, after)

    def buffers_of(self, ask: Ask) -> tuple[int, int]:
        return ask.buffers or (self.buffer_before, self.buffer_after)


def asks_for(days: Iterable[date], starts: time, zone: ZoneInfo, room_id: UUID | RoomChoice | None) -> Iterator[Ask]:
    """Turn local days into what is asked for; a local time that does not exist has no instant (B17)."""
    for day in days:
        try:
            found = resolve(datetime.combine(day, starts), zone)
        except LocalTimeMissing:
            yield Ask(day, None, room_id)
        else:
            yield Ask(day, found.instant, room_id, found.twice)


def plan_dates(ground: Ground, asks: Sequence[Ask]) -> list[PlannedDate]:
    """Return what becomes of each date, in the order given; of two that meet each other the first is free."""
    planning = _Planning(ground)
    planned = [planning.place(ask) for ask in asks]
    return [
        replace(one, alternatives=planning.alternatives(one, ask))
        if one.state in {DateState.TAKEN, DateState.MISSING_TIME}
        else one
        for one, ask in zip(planned, asks, strict=True)
    ]


class _Planning:
    """The dates placed so far stand in the way of the later ones, and alternatives too once they are offered."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._left = None if ground.left is None else dict(ground.left)
        self._mine: dict[date, list[tuple[Stretch, UUID | None]]] = {}

    def place(self, ask: Ask) -> PlannedDate:
        ground = self._ground
        blank = PlannedDate(ask.day, None, None, None, DateState.MISSING_TIME)
        if ask.starts_at is None:
            return blank
        starts, ends = ask.starts_at, ask.starts_at + ground.length_of(ask)
        windows = self._windows(ask.starts_at, ends)
        holiday = ground.holidays.get(local_day(starts, ground.zone), "")
        outside = ground.visit and ground.works and not covers(windows, starts, ends)
        one = replace(blank, starts_at=starts, ends_at=ends, twice=ask.twice, holiday=holiday, outside_hours=outside)
        busy = ground.busy_for(ask, starts)
        if self._taken(ground.clinician_id, busy):
            return replace(one, state=DateState.TAKEN, resource="clinician", room_id=_fixed(ask.room_id))
        rooms = self._rooms(ask.room_id, windows, starts)
        room = next((room for room in rooms if not self._taken(room, busy)), None)
        if rooms and room is None:
            return replace(one, state=DateState.TAKEN, resource="room", room_id=_fixed(ask.room_id))
        if not self._counts(starts):
            return replace(one, state=DateState.OVER_LIMIT, room_id=room)
        self._mine.setdefault(busy.starts_at.date(), []).append((busy, room))
        return replace(one, state=DateState.FREE, room_id=room)

    def alternatives(self, one: PlannedDate, ask: Ask) -> tuple[FreeSlot, ...]:
        """Return the free times nearest to the date, in order of time, without what was offered for another date."""
        ground = self._ground
        around = one.starts_at or datetime.combine(one.day, time(12), tzinfo=ground.zone)
        day = local_day(around, ground.zone)
        found = list(self._same_time(one, ask))
        for distance in NEAR:
            found += [slot for slot in self._free_on(day + timedelta(days=distance), ask) if slot not in found]
            if len(found) >= ALTERNATIVES and distance <= 0:
                break
        nearest = sorted(found, key=lambda slot: abs(slot.starts_at - around))[:ALTERNATIVES]
        for slot in nearest:
            busy = ground.busy_for(ask, slot.starts_at)
            self._mine.setdefault(busy.starts_at.date(), []).append((busy, slot.room_id))
        return tuple(sorted(nearest, key=lambda slot: slot.starts_at))

    def _same_time(self, one: PlannedDate, ask: Ask) -> Iterator[FreeSlot]:
        """The same time in another room, when only the room is taken."""
        if one.resource != "room" or one.starts_at is None or one.ends_at is None or one.starts_at < self._ground.now:
            return
        busy = self._ground.busy_for(ask, one.starts_at)
        room = next((room for room in self._ground.rooms if not self._taken(room, busy)), None)
        if room is not None:
            yield FreeSlot(one.starts_at, one.ends_at, self._ground.clinician_id, room)

    def _free_on(self, day: date, ask: Ask) -> Iterator[FreeSlot]:
        ground = self._ground
        windows = (ground.windows if ground.works else ground.usual).get(day, [])
        if not windows:
            return
        from_, until = windows[0].starts_at - timedelta(hours=5), windows[-1].ends_at + timedelta(hours=5)
        mine = [busy for busy, _room in self._near(Stretch(from_, until))]
        need = Need(int(ground.length_of(ask).total_seconds() // 60), *ground.buffers_of(ask))
        taken = [*_between(ground.busy.get(ground.clinician_id, []), from_, until), *mine]
        for slot in free_slots(windows, taken, need, now=ground.now, zone=ground.zone):
            if ask.room_id is None:
                yield FreeSlot(slot.starts_at, slot.ends_at, ground.clinician_id, None)
                continue
            busy = ground.busy_for(ask, slot.starts_at)
            wanted = sorted(ground.rooms, key=lambda room: room != ask.room_id)
            room = next((room for room in wanted if not self._taken(room, busy)), None)
            if room is not None or not wanted:
                yield FreeSlot(slot.starts_at, slot.ends_at, ground.clinician_id, room)

    def _windows(self, starts: datetime, ends: datetime) -> list[Window]:
        first, last = local_day(starts, self._ground.zone), local_day(ends, self._ground.zone)
        days = [first] if first == last else [first, last]
        return [window for day in days for window in self._ground.windows.get(day, [])]

    def _rooms(self, wanted: UUID | RoomChoice | None, windows: Sequence[Window], starts: datetime) -> list[UUID]:
        if wanted is None:
            return []
        if wanted is not AUTO:
            return [wanted]
        usual = {window.room_id for window in windows if window.starts_at <= starts < window.ends_at}
        return sorted(self._ground.rooms, key=lambda room: room not in usual)

    def _taken(self, resource: UUID, busy: Stretch) -> bool:
        if meets(self._ground.busy.get(resource, []), busy):
            return True
        mine = resource == self._ground.clinician_id
        return any(mine or room == resource for _stretch, room in self._near(busy))

    def _near(self, busy: Stretch) -> Iterator[tuple[Stretch, UUID | None]]:
        """What was placed before and meets the stretch; nothing of a recurrence is longer than a day."""
        day = busy.starts_at.date() - timedelta(days=1)
        while day <= busy.ends_at.date():
            for other, room in self._mine.get(day, ()):
                if other.starts_at < busy.ends_at and busy.starts_at < other.ends_at:
                    yield other, room
            day += timedelta(days=1)

    def _counts(self, starts: datetime) -> bool:
        if self._left is None:
            return True
        month = month_of(starts, self._ground.zone)
        self._left[month] = self._left.get(month, 0) - 1
        return self._left[month] >= 0


def _fixed(room_id: UUID | RoomChoice | None) -> UUID | None:
    return None if room_id is AUTO else room_id


def _between(ordered: Sequence[Stretch], from_: datetime, until: datetime) -> Iterator[Stretch]:
    """The stretches of a joined list that meet the one given."""
    place = max(0, bisect_left(ordered, from_, key=attrgetter("starts_at")) - 1)
    for stretch in ordered[place:]:
        if stretch.starts_at >= until:
            return
        yield stretch
