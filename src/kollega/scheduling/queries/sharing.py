"""The communities of a practice as its settings show them: partners, codes, rooms, house rules, what waits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kollega.communities.enums import MEMBERS, State
from kollega.communities.queries.partners import (
    CodeRow,
    CommunityRow,
    PartnerRow,
    SharedRoomRow,
    codes_of,
    communities_of,
    community_of,
    partners_of,
    shared_rooms_of,
)
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.scheduling.models import Room
from kollega.scheduling.queries.resting import resting_rooms


@dataclass(frozen=True, slots=True)
class MappedRoom:
    """A shared room and the own room that stands for it. `rests`: it takes no new bookings, the plan is too small."""

    shared: SharedRoomRow
    room_id: UUID | None
    room_name: str
    rests: bool


@dataclass(frozen=True, slots=True)
class StayAsked:
    """A partner that is leaving and asks that so many coming times stay, the last one until an instant."""

    partner_id: UUID
    name: str
    times: int
    last_end: datetime | None


@dataclass(frozen=True, slots=True)
class CommunityView:
    """One community. Partners, codes, rooms and what is asked are empty until the practice is let in."""

    community: CommunityRow
    partners: list[PartnerRow]
    asking: list[PartnerRow]
    codes: list[CodeRow]
    rooms: list[MappedRoom]
    stays: list[StayAsked]


@query(requires=Permission.ROOM_MANAGE)
def communities(actor: Actor) -> list[CommunityView]:
    """Return every running community of the practice, by name."""
    return [_view(actor, one) for one in communities_of(actor)]


@query(requires=Permission.ROOM_MANAGE)
def community(actor: Actor, *, community_id: UUID) -> CommunityView:
    """Return one of them. Refuses with NotFound."""
    return _view(actor, community_of(actor, community_id))


def _view(actor: Actor, one: CommunityRow) -> CommunityView:
    if one.state not in MEMBERS:
        return CommunityView(one, [], [], [], [], [])
    known = partners_of(one.id)
    return CommunityView(
        community=one,
        partners=[partner for partner in known if partner.state in MEMBERS],
        asking=[partner for partner in known if partner.state is State.ASKED],
        codes=codes_of(one.id, actor.at) if one.is_creator else [],
        rooms=_rooms(actor, one.id),
        stays=[_stay(actor, partner) for partner in known if one.is_creator and partner.state is State.LEAVING],
    )


def _rooms(actor: Actor, community_id: UUID) -> list[MappedRoom]:
    rows = Room.objects.filter(practice_id=actor.practice_id, shared_room__isnull=False)
    own = {row.shared_room_id: row for row in rows}
    resting = resting_rooms(actor) if own else frozenset()
    found = []
    for shared in shared_rooms_of(actor):
        if shared.community_id == community_id:
            room = own.get(shared.id)
            rests = room is not None and room.id in resting
            found.append(MappedRoom(shared, room.id if room else None, room.name if room else "", rests))
    return found


def _stay(actor: Actor, partner: PartnerRow) -> StayAsked:
    with connection.cursor() as cursor:
        cursor.execute("select times, last_end from scheduling_stays(%s, %s)", [partner.id, actor.at])
        times, last_end = cursor.fetchone()
    return StayAsked(partner.id, partner.name, times, last_end)
