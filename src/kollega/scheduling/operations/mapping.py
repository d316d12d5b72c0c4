"""Mapping a shared room to a room of one's own, and ending that (B6, B7)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kollega.audit.operations.recording import record
from kollega.catalogue.operations.enforcing import (
    hold_plan_where_limited,
    require_included,
    require_room_for,
)
from kollega.catalogue.rules.plans import Entitlement
from kollega.communities.enums import State
from kollega.communities.queries.partners import communities_of, shared_rooms_of
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import BLOCKING
from kollega.scheduling.errors import ComingTimes, RoomBeingLeft, RoomMapped, RoomTimesClash
from kollega.scheduling.models import Appointment, Hold, Room
from kollega.scheduling.operations.claiming import lock
from kollega.scheduling.queries.others_time import others_time
from kollega.scheduling.queries.resting import mapped_rooms
from kollega.scheduling.rules.overlap import Stretch, overlap

Times = tuple[tuple[datetime, datetime], ...]


@operation(requires=Permission.ROOM_MANAGE)
def map_room(actor: Actor, *, shared_room_id: UUID, room_id: UUID) -> None:
    """Let a room of one's own stand for a shared one: from now on its times are the community's, and theirs are here.

    One shared room needs any plan, two a plan with two rooms (B7). Refuses with RoomTimesClash (own times and the
    occupied ones they meet), ComingTimes while the room keeps times in a community that was left, PlanLimitReached,
    NotInPlan, RoomMapped, RoomBeingLeft, NotFound.
    """
    hold_plan_where_limited(actor, Entitlement.ROOMS)
    _reach_shared(actor, shared_room_id)
    room = _held_room(actor, room_id)
    if room.archived_at is not None:
        raise NotFound
    mapped = mapped_rooms(actor)
    if room.shared_room_id is not None:
        raise RoomMapped
    if Room.objects.filter(practice_id=actor.practice_id, shared_room_id=shared_room_id).exists():
        raise RoomMapped
    kept = own_times(coming_in(actor, [room_id]).filter(shared_room__isnull=False))
    if kept:
        raise ComingTimes(own=kept)
    require_included(actor, Entitlement.CALENDAR_COMMUNITY)
    require_room_for(actor, Entitlement.ROOMS, already=len(mapped))
    Room.objects.filter(practice_id=actor.practice_id, id=room_id).update(
        shared_room_id=shared_room_id, shared_since=actor.at, version=room.version + 1
    )
    _require_free(actor, room_id, shared_room_id)
    _restamp(actor, room_id, shared_room_id)
    record(actor, Action.CHANGE, "room", room_id, fields=["shared_room_id"], shared_room_id=shared_room_id)


@operation(requires=Permission.ROOM_MANAGE)
def unmap_room(actor: Actor, *, room_id: UUID) -> None:
    """Stop sharing a room. What was held there stays as it was.

    Refuses with ComingTimes while coming appointments need the shared room, NotFound for a room that is not shared.
    """
    room = _held_room(actor, room_id)
    if room.shared_room_id is None:
        raise NotFound
    left = own_times(coming_in(actor, [room_id]))
    if left:
        raise ComingTimes(own=left)
    end_mapping(actor, [room_id])
    record(actor, Action.CHANGE, "room", room_id, fields=["shared_room_id"], shared_room_id=None)


def end_mapping(actor: Actor, rooms: Iterable[UUID]) -> None:
    """Take the shared rooms from rooms that are held; the stamps of their appointments stay."""
    for room in Room.objects.filter(practice_id=actor.practice_id, id__in=list(rooms)):
        Room.objects.filter(id=room.id).update(shared_room=None, shared_since=None, version=room.version + 1)


def hold_rooms(actor: Actor, shared_rooms: Iterable[UUID]) -> list[UUID]:
    """Hold the practice's rooms that stand for these shared ones, so that nobody books them meanwhile."""
    rows = Room.objects.select_for_update(of=("self",)).filter(
        practice_id=actor.practice_id, shared_room_id__in=list(shared_rooms)
    )
    return list(rows.order_by("id").values_list("id", flat=True))


def coming_in(actor: Actor, rooms: Iterable[UUID]) -> "QuerySet[Appointment]":
    """What occupies these rooms and has not ended, by start; inside this domain only."""
    return Appointment.objects.filter(
        practice_id=actor.practice_id,
        room_id__in=list(rooms),
        busy_until__gt=actor.at,
        blocking=True,
        withdrawn_at=None,
        status__in=BLOCKING,
    ).order_by("busy_from", "id")


def own_times(found: "QuerySet[Appointment]") -> Times:
    return tuple((starts_at, ends_at) for starts_at, ends_at in found.values_list("starts_at", "ends_at"))


def _reach_shared(actor: Actor, shared_room_id: UUID) -> None:
    room = next((one for one in shared_rooms_of(actor) if one.id == shared_room_id), None)
    if room is None:
        raise NotFound
    states = {one.id: one.state for one in communities_of(actor)}
    if states[room.community_id] is State.LEAVING:
        raise RoomBeingLeft


def _held_room(actor: Actor, room_id: UUID) -> Room:
    """Hold a room alone: whoever books it waits, and then finds what it is shared as."""
    room = Room.objects.select_for_update(of=("self",)).filter(practice_id=actor.practice_id, id=room_id).first()
    if room is None:
        raise NotFound
    return room


def _require_free(actor: Actor, room_id: UUID, shared_room_id: UUID) -> None:
    """Hold the days of what is coming and refuse when any of it meets others' time."""
    held = Hold.objects.filter(practice_id=actor.practice_id, room_id=room_id, until__gt=actor.at)
    rows = (coming_in(actor, [room_id]), held)
    busy = [Stretch(*times) for several in rows for times in several.values_list("busy_from", "busy_until")]
    if not busy:
        return
    lock([], [room_id], *busy)
    from_, until = min(one.starts_at for one in busy), max(one.ends_at for one in busy)
    others = [
        Stretch(one.starts_at, one.ends_at) for one in others_time(actor, from_, until, {shared_room_id: room_id})
    ]
    own = tuple((one.starts_at, one.ends_at) for one in busy if any(overlap(one, other) for other in others))
    occupied = tuple((one.starts_at, one.ends_at) for one in others if any(overlap(one, mine) for mine in busy))
    if own:
        raise RoomTimesClash(own=own, occupied=occupied)


def _restamp(actor: Actor, room_id: UUID, shared_room_id: UUID) -> None:
    """Let what is coming occupy the shared room; a trigger keeps the occupancy in step."""
    coming_in(actor, [room_id]).order_by().update(shared_room_id=shared_room_id, touched_at=real_now())
    Hold.objects.filter(practice_id=actor.practice_id, room_id=room_id, until__gt=actor.at).update(
        shared_room_id=shared_room_id
    )
