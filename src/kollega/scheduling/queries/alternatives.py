"""Free times: near a taken one, or next ones from a moment on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.enums import AUTO, RoomChoice
from kollega.scheduling.errors import FreeSlot
from kollega.scheduling.queries.busy import busy_stretches
from kollega.scheduling.queries.hours import has_hours, windows_between
from kollega.scheduling.queries.offers import rooms_of, services_of
from kollega.scheduling.queries.sight import exists_for
from kollega.scheduling.rules.localtime import day_bounds, local_day
from kollega.scheduling.rules.overlap import Stretch, joined, meets, with_buffers
from kollega.scheduling.rules.slots import Need, free_slots
from kollega.scheduling.rules.windows import WeeklyRule, Window, windows_of_day

# Days looked at, chunk by chunk, until enough is found.
CHUNKS = ((0, 2), (3, 9), (10, 27), (28, 62))
# Whoever wants many gets them from few long chunks: each costs a reading of hours, rooms and visits.
CHUNKS_FOR_MANY = ((0, 27), (28, 62))
MANY = 10
USUAL_DAY = (time(8), time(18))


@dataclass(frozen=True, slots=True)
class Search:
    """What a free time must offer. A room given is preferred, another one is offered where it is taken."""

    clinician_id: UUID
    minutes: int
    buffer_before: int = 0
    buffer_after: int = 0
    notice_minutes: int = 0
    room_id: UUID | RoomChoice | None = None
    ignoring: UUID | None = None
    step: int = 15


@query(requires=Permission.APPOINTMENT_BOOK, by_grant=True)
def free_alternatives(
    actor: Actor,
    *,
    clinician_id: UUID,
    starts_at: datetime,
    service_id: UUID | None = None,
    minutes: int | None = None,
    room_id: UUID | RoomChoice | None = AUTO,
    ignoring: UUID | None = None,
    count: int = 3,
) -> tuple[FreeSlot, ...]:
    """Return the free times nearest to an instant, in order of time. NotFound for unknown clinician or service."""
    search = _search(actor, clinician_id, service_id, minutes, room_id, ignoring)
    return nearest_free(actor, search, starts_at, count=count)


@query(requires=Permission.APPOINTMENT_BOOK, by_grant=True)
def next_free(
    actor: Actor,
    *,
    clinician_id: UUID,
    since: datetime | None = None,
    service_id: UUID | None = None,
    minutes: int | None = None,
    room_id: UUID | RoomChoice | None = AUTO,
    count: int = 3,
) -> tuple[FreeSlot, ...]:
    """Return the first free times from an instant on (now when None). NotFound as above."""
    search = _search(actor, clinician_id, service_id, minutes, room_id, None)
    start = max(since or actor.at, actor.at)
    found: list[FreeSlot] = []
    for first, last in CHUNKS_FOR_MANY if count > MANY else CHUNKS:
        for slot in _slots(actor, search, local_day(start, actor.timezone), first, last):
            if slot.starts_at >= start:
                found.append(slot)
            if len(found) == count:
                return tuple(found)
    return tuple(found)


def nearest_free(actor: Actor, search: Search, around: datetime, *, count: int = 3) -> tuple[FreeSlot, ...]:
    """Return the `count` free times nearest to an instant, in order of time. Inside a query or operation."""
    found: list[FreeSlot] = []
    start = max(around, actor.at)
    for first, last in CHUNKS:
        found.extend(_slots(actor, search, local_day(start, actor.timezone), first, last))
        if len(found) >= count:
            break
    nearest = sorted(found, key=lambda slot: abs(slot.starts_at - around))[:count]
    return tuple(sorted(nearest, key=lambda slot: slot.starts_at))


def _search(
    actor: Actor,
    clinician_id: UUID,
    service_id: UUID | None,
    minutes: int | None,
    room_id: UUID | RoomChoice | None,
    ignoring: UUID | None,
) -> Search:
    members = calendar_members(actor.practice_id)
    if not exists_for(actor, clinician_id) or not any(m.id == clinician_id and m.sees_clients for m in members):
        raise NotFound
    service = next((s for s in services_of(actor) if s.id == service_id), None)
    if service_id is not None and service is None:
        raise NotFound
    return Search(
        clinician_id=clinician_id,
        minutes=minutes or (service.minutes if service else 45),
        buffer_before=service.buffer_before if service else 0,
        buffer_after=service.buffer_after if service else 0,
        room_id=room_id,
        ignoring=ignoring,
    )


def _slots(actor: Actor, search: Search, day: date, first: int, last: int) -> Iterator[FreeSlot]:
    """Yield free times from `first` to `last` days after the day, in order."""
    days = (day + timedelta(days=first), day + timedelta(days=last))
    windows = _windows(actor, search.clinician_id, *days)
    rooms = _rooms(actor, search)
    busy = _busy(actor, search, rooms, *days)
    taken = {room: joined(busy[room]) for room in rooms}
    need = Need(search.minutes, search.buffer_before, search.buffer_after, search.notice_minutes)
    for slot in free_slots(
        windows, busy[search.clinician_id], need, now=actor.at, zone=actor.timezone, step=search.step
    ):
        widened = with_buffers(slot, search.buffer_before, search.buffer_after)
        room_id = next((room for room in rooms if not meets(taken[room], widened)), None)
        if room_id or not rooms:
            yield FreeSlot(slot.starts_at, slot.ends_at, search.clinician_id, room_id)


def _windows(actor: Actor, clinician_id: UUID, first: date, last: date) -> list[Window]:
    found = windows_between(actor, [clinician_id], first, last)[clinician_id]
    if not any(found.values()) and not has_hours(actor, clinician_id):
        usual = [WeeklyRule(weekday, *USUAL_DAY) for weekday in range(5)]
        found = {day: windows_of_day(day, actor.timezone, usual, ()) for day in found}
    return [window for day in sorted(found) for window in found[day]]


def _rooms(actor: Actor, search: Search) -> list[UUID]:
    if search.room_id is None:
        return []
    return sorted((room.id for room in rooms_of(actor)), key=lambda id_: id_ != search.room_id)


def _busy(actor: Actor, search: Search, rooms: list[UUID], first: date, last: date) -> dict[UUID, list[Stretch]]:
    margin = timedelta(hours=4)
    from_ = day_bounds(first, actor.timezone)[0] - margin
    until = day_bounds(last, actor.timezone)[1] + margin
    ignoring = (search.ignoring,) if search.ignoring else ()
    length = timedelta(minutes=search.minutes + search.buffer_before + search.buffer_after)
    return busy_stretches(actor, [search.clinician_id], rooms, from_, until, ignoring=ignoring, length=length)
