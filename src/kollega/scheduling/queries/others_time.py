"""When rooms that practices share are taken by another one: room, start, end, and nothing else (B6, AZ-5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kollega.kernel.actor import Actor

# What the pages of a calendar can show, for the question whether anything changed.
WATCHED = (timedelta(days=7), timedelta(days=63))


@dataclass(frozen=True, slots=True)
class OccupiedTime:
    """A room of one's own is taken by another practice; instants in UTC, with that practice's buffers."""

    room_id: UUID
    starts_at: datetime
    ends_at: datetime


def others_time(actor: Actor, from_: datetime, until: datetime, own_room: dict[UUID, UUID]) -> list[OccupiedTime]:
    """Return others' time that touches the stretch, by start. `own_room` maps shared rooms to the practice's own.

    Inside a query or operation.
    """
    if not own_room:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select shared_room_id, starts_at, ends_at from scheduling_others_time(%s, %s, %s)"
            " where shared_room_id = any(%s)",
            [from_, until, actor.at, list(own_room)],
        )
        return [OccupiedTime(own_room[row[0]], row[1], row[2]) for row in cursor.fetchall()]


def others_digest(actor: Actor) -> str:
    """Return what changes whenever others' time in the rooms that the practice shares does; empty without any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select md5(string_agg(o::text, ',' order by o::text)) from scheduling_others_time(%s, %s, %s) o"
            " where exists (select from scheduling_room where practice_id = %s and shared_room_id is not null)",
            [actor.at - WATCHED[0], actor.at + WATCHED[1], actor.at, actor.practice_id],
        )
        found: str | None = cursor.fetchone()[0]
    return found or ""
