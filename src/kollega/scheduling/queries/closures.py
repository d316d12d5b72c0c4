"""When the practice cannot book a room that it shares, and why: others are there, or the house rules say so (B6, B7).

Rooms that are not shared cost no statement.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import DurationField, ExpressionWrapper, F, Sum

from kollega.communities.enums import State
from kollega.communities.queries.partners import SharedRoomRow, communities_of, shared_rooms_of
from kollega.communities.rules.quiet import quiet_times
from kollega.kernel.actor import Actor
from kollega.scheduling.enums import BLOCKING
from kollega.scheduling.models import Appointment, Room
from kollega.scheduling.queries.events import LONG
from kollega.scheduling.queries.others_time import others_time
from kollega.scheduling.queries.resting import resting_rooms
from kollega.scheduling.rules.months import Month, month_of
from kollega.scheduling.rules.overlap import Stretch


class Cause(Enum):
    OTHERS = "others"
    QUIET = "quiet"
    FAIR_SHARE = "fair_share"
    LEAVING = "leaving"
    RESTING = "resting"


@dataclass(frozen=True, slots=True)
class Closure:
    during: Stretch
    cause: Cause


@dataclass(frozen=True, slots=True)
class Asked:
    """For what the closures are asked: the stretch looked at, the length wanted, appointments that give way."""

    during: Stretch
    length: timedelta
    ignoring: tuple[UUID, ...] = ()


def shared_as(actor: Actor, rooms: Collection[UUID]) -> dict[UUID, UUID | None]:
    """Return what each of the practice's rooms is in a community, None for one of its own alone."""
    if not rooms:
        return {}
    rows = Room.objects.filter(practice_id=actor.practice_id, id__in=rooms)
    return dict(rows.values_list("id", "shared_room_id"))


def closures(
    actor: Actor, shared: Mapping[UUID, UUID | None], asked: Asked, *, rules: bool = True
) -> dict[UUID, list[Closure]]:
    """Return the closures of each own room that is shared; `shared` gives own rooms and what they are in a community.

    `rules` False leaves all but others' time out. Inside a query or operation.
    """
    own_room = {shared_id: room_id for room_id, shared_id in shared.items() if shared_id}
    if not own_room:
        return {}
    found: dict[UUID, list[Closure]] = {room_id: [] for room_id in own_room.values()}
    for one in others_time(actor, asked.during.starts_at, asked.during.ends_at, own_room):
        found[one.room_id].append(Closure(Stretch(one.starts_at, one.ends_at), Cause.OTHERS))
    if not rules:
        return found
    leaving = {one.id for one in communities_of(actor) if one.state is State.LEAVING}
    resting = resting_rooms(actor)
    for room in shared_rooms_of(actor):
        if room.id not in own_room:
            continue
        whole = [
            cause
            for cause, closed in (
                (Cause.LEAVING, room.community_id in leaving),
                (Cause.RESTING, own_room[room.id] in resting),
            )
            if closed
        ]
        found[own_room[room.id]] += [Closure(asked.during, cause) for cause in whole]
        found[own_room[room.id]] += _quiet(room, asked)
        found[own_room[room.id]] += _unfair(actor, room, own_room[room.id], asked)
    return found


def _quiet(room: SharedRoomRow, asked: Asked) -> Iterator[Closure]:
    zone = ZoneInfo(room.zone)
    first, last = (moment.astimezone(zone).date() for moment in (asked.during.starts_at, asked.during.ends_at))
    for starts_at, ends_at in quiet_times(first, last, zone, room.quiet_from, room.quiet_until):
        yield Closure(Stretch(starts_at, ends_at), Cause.QUIET)


def months_in(room: SharedRoomRow, during: Stretch) -> Iterator[Month]:
    """Yield the local months of the room that the stretch touches, in order."""
    zone = ZoneInfo(room.zone)
    month = month_of(during.starts_at, zone)
    while month.starts_at < during.ends_at:
        yield month
        month = month_of(month.ends_at, zone)


def _unfair(actor: Actor, room: SharedRoomRow, room_id: UUID, asked: Asked) -> Iterator[Closure]:
    """A month is closed when what is wanted would take the practice past its share; it counts where a visit begins."""
    if room.fair_minutes is None:
        return
    for month in months_in(room, asked.during):
        used = used_in(actor, room.id, room_id, month, ignoring=asked.ignoring)
        if used + asked.length > timedelta(minutes=room.fair_minutes):
            yield Closure(Stretch(month.starts_at, month.ends_at), Cause.FAIR_SHARE)


def used_in(
    actor: Actor, shared_room_id: UUID, room_id: UUID, month: Month, *, ignoring: Collection[UUID] = ()
) -> timedelta:
    """Return how long the practice's own appointments that begin in a month take up the room, buffers included."""
    rows = Appointment.objects.exclude(id__in=ignoring).filter(
        practice_id=actor.practice_id,
        room_id=room_id,
        shared_room_id=shared_room_id,
        starts_at__gt=month.starts_at - LONG,
        starts_at__lt=month.ends_at + LONG,
        busy_from__gte=month.starts_at,
        busy_from__lt=month.ends_at,
        blocking=True,
        withdrawn_at=None,
        status__in=BLOCKING,
    )
    length: Any = ExpressionWrapper(F("busy_until") - F("busy_from"), output_field=DurationField())
    total: timedelta | None = rows.aggregate(total=Sum(length))["total"]
    return total or timedelta()
