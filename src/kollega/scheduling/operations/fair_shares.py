"""A fair share when many dates are placed at once: each may fit, and all of them not (B6). Undecorated."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kollega.communities.queries.partners import shared_rooms_of
from kollega.kernel.actor import Actor
from kollega.scheduling.errors import FairShareUsed
from kollega.scheduling.queries.closures import shared_as, used_in
from kollega.scheduling.rules.months import month_of
from kollega.scheduling.rules.overlap import Stretch


def require_fair_shares(
    actor: Actor, wanted: Iterable[tuple[UUID | None, Stretch]], *, ignoring: Collection[UUID] = ()
) -> None:
    """Pass when all of the wanted times together fit into the practice's shares; each with its room and buffers.

    What is past does not count as wanted. The months are held by whoever holds the days. Refuses with FairShareUsed.
    """
    coming = [(room_id, time) for room_id, time in wanted if room_id is not None and time.ends_at > actor.at]
    shared = shared_as(actor, {room_id for room_id, _ in coming})
    own_room = {shared_id: room_id for room_id, shared_id in shared.items() if shared_id}
    for room in shared_rooms_of(actor) if own_room else ():
        if room.id not in own_room or room.fair_minutes is None:
            continue
        own, zone = own_room[room.id], ZoneInfo(room.zone)
        times = [time for room_id, time in coming if room_id == own]
        for month in {month_of(time.starts_at, zone) for time in times}:
            more = sum((time.ends_at - time.starts_at for time in times if month.holds(time.starts_at)), timedelta())
            used = used_in(actor, room.id, own, month, ignoring=ignoring)
            if used + more > timedelta(minutes=room.fair_minutes):
                raise FairShareUsed(resource="room")
