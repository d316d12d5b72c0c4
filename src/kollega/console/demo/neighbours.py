"""Two practices of the demo that share a room, so that each sees when the other is there."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from kollega.communities.operations.creating import create_community, new_joining_code
from kollega.communities.operations.joining import approve, ask_to_join
from kollega.console.demo.founding import Place
from kollega.kernel.errors import Refusal
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.operations.mapping import map_room
from kollega.scheduling.operations.rooms import create_room
from kollega.scheduling.queries.offers import rooms
from kollega.scheduling.queries.sharing import communities, community

BEFORE, AHEAD = 7, 28
# When the other practice is there: weekday, start, minutes; beside the demo's usual visits.
TIMES = (
    (0, time(12, 5), 50),
    (1, time(17, 15), 90),
    (3, time(12, 5), 50),
    (3, time(17, 15), 60),
    (4, time(13, 0), 90),
    (4, time(15, 0), 90),
)


def share(one: Place, other: Place, now: datetime) -> str:
    """Let the second practice use the first one's first room, and return a line that says so."""
    if not communities(one.owner):
        _come_together(one, other)
    ours = next((view for view in communities(other.owner) if view.rooms), None)
    room_id = ours.rooms[0].room_id if ours else None
    if room_id is not None:
        _be_there(other, room_id, now)
    return f"{one.cast.name} and {other.cast.name} share a room"


def _come_together(one: Place, other: Place) -> None:
    room = rooms(one.owner)[0]
    community_id = create_community(one.owner, name=one.cast.name, room=room.name)
    ask_to_join(other.owner, code=new_joining_code(one.owner, community_id=community_id))
    view = community(one.owner, community_id=community_id)
    approve(one.owner, partner_id=view.asking[0].id)
    shared_room_id = view.rooms[0].shared.id
    map_room(one.owner, shared_room_id=shared_room_id, room_id=room.id)
    theirs = create_room(other.owner, name=one.cast.name)
    map_room(other.owner, shared_room_id=shared_room_id, room_id=theirs)


def _be_there(other: Place, room_id: UUID, now: datetime) -> None:
    """Block the room for the other practice; where somebody who tries the demo was faster, it stays theirs."""
    clinician = other.clinicians[0]
    for day, starts, minutes in _times(now.astimezone(clinician.timezone).date()):
        begin = datetime.combine(day, starts, clinician.timezone)
        try:
            block(
                clinician,
                clinician_id=clinician.own_membership,
                starts_at=begin,
                ends_at=begin + timedelta(minutes=minutes),
                title=other.words.block,
                room_id=room_id,
                submit_key=f"neighbours/{begin.isoformat()}",
            )
        except Refusal:
            continue


def _times(today: date) -> Iterator[tuple[date, time, int]]:
    for number in range(-BEFORE, AHEAD + 1):
        day = today + timedelta(days=number)
        yield from ((day, starts, minutes) for weekday, starts, minutes in TIMES if weekday == day.weekday())
