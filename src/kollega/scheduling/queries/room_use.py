"""How long each practice of a community took up each shared room in a month (B6): sums, nothing about any booking."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from kollega.communities.queries.partners import SharedRoomRow, community_of, partners_of, shared_rooms_of
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query
from kollega.scheduling.rules.months import month_of


@dataclass(frozen=True, slots=True)
class RoomUse:
    """Minutes of one practice in one room, buffers included, of what began in the month and occupied."""

    shared_room_id: UUID
    room: str
    partner_id: UUID
    partner: str
    own: bool
    minutes: int
    fair_minutes: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """The room use of one local month; `month` is its first day."""

    community_id: UUID
    community: str
    month: date
    lines: list[RoomUse]


def _entry(_actor: Actor, result: Statement, given: dict[str, Any]) -> Entry:
    action = Action.EXPORT if given.get("export") else Action.READ
    return Entry(action, "room_use", result.community_id, detail={"month": result.month.isoformat()})


@query(requires=Permission.ROOM_MANAGE, logs=_entry)
def room_use(actor: Actor, *, community_id: UUID, month: date, export: bool = False) -> Statement:
    """Return the statement of the month that a day lies in, by room and practice; `export` is for the log.

    Refuses with NotFound.
    """
    community = community_of(actor, community_id)
    rooms = [room for room in shared_rooms_of(actor) if room.community_id == community_id]
    partners = {partner.id: partner for partner in partners_of(community_id)}
    lines = []
    for room in rooms:
        used = _used(community_id, room, month)
        for partner in partners.values():
            minutes = used.get(partner.id, 0)
            if minutes or (partner.ended_at is None and partner.since is not None):
                lines.append(
                    RoomUse(room.id, room.name, partner.id, partner.name, partner.own, minutes, room.fair_minutes)
                )
    return Statement(community_id, community.name, month.replace(day=1), lines)


def _used(community_id: UUID, room: SharedRoomRow, month: date) -> dict[UUID, int]:
    zone = ZoneInfo(room.zone)
    wanted = month_of(datetime(month.year, month.month, 1, 12, tzinfo=zone), zone)
    with connection.cursor() as cursor:
        cursor.execute(
            "select partner_id, minutes from scheduling_room_use(%s, %s, %s) where shared_room_id = %s",
            [community_id, wanted.starts_at, wanted.ends_at, room.id],
        )
        return dict(cursor.fetchall())
