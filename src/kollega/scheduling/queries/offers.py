"""What can be booked and where: services, rooms, and the clinicians who have a column."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import Permission, Role
from kollega.platform.operations import query
from kollega.practices.queries.columns import CalendarMember, calendar_members
from kollega.scheduling.enums import Mode
from kollega.scheduling.models import Room, Service
from kollega.scheduling.queries.sight import exists_for


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service; `name` is in the actor's language (or the practice's first one). Lengths in minutes.

    `group_size` is how many clients a group takes, None for what is no group. `price_minor` is None too for those who
    only book for others (AZ-4).
    """

    id: UUID
    name: str
    names: dict[str, str]
    code: str
    colour: int
    minutes: int
    mode: Mode
    buffer_before: int
    buffer_after: int
    notice_minutes: int
    bookable_online: bool
    price_minor: int | None
    currency: str
    archived_at: datetime | None
    version: int
    group_size: int | None


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room; `shared_room_id` is what it is in a community of practices, None for one of one's own alone."""

    id: UUID
    name: str
    position: int
    archived_at: datetime | None
    version: int
    shared_room_id: UUID | None = None


@query(requires=Permission.CALENDAR_SEE, by_grant=True)
def services(actor: Actor, *, archived: bool = False) -> list[ServiceRow]:
    """Return the services in their order; archived ones too when asked."""
    return [priced(actor, service) for service in services_of(actor, archived=archived)]


@query(requires=Permission.CALENDAR_SEE, by_grant=True)
def rooms(actor: Actor, *, archived: bool = False) -> list[RoomRow]:
    """Return the rooms in their order; archived ones too when asked. A delegate who only looks is told none."""
    return offered_rooms(actor, rooms_of(actor, archived=archived), ())


@query(requires=Permission.CALENDAR_SEE, by_grant=True)
def clinicians(actor: Actor) -> list[CalendarMember]:
    """Return the running clinicians by name whose columns exist for the actor; the actor first when they are one."""
    members = calendar_members(actor.practice_id)
    found = [member for member in members if member.sees_clients and exists_for(actor, member.id)]
    return sorted(found, key=lambda member: member.id != actor.membership_id)


def priced(actor: Actor, service: ServiceRow) -> ServiceRow:
    """Return the service without its price for those who only book for others."""
    shown = Role.CLINICIAN in actor.roles or actor.may(Permission.SERVICE_MANAGE) or actor.membership_id is None
    return service if shown else replace(service, price_minor=None)


def offered_rooms(actor: Actor, rooms: list[RoomRow], used: Collection[UUID | None]) -> list[RoomRow]:
    """Return the rooms that a delegate needs: all where they book or move, else those of what they see (`used`)."""
    if actor.known_columns is None or any(grant.deeds & {Deed.BOOK, Deed.MOVE} for grant in actor.grants):
        return rooms
    return [room for room in rooms if room.id in used]


_SERVICE = (
    "id",
    "names",
    "code",
    "colour",
    "minutes",
    "mode",
    "buffer_before",
    "buffer_after",
    "notice_minutes",
    "bookable_online",
    "price_minor",
    "currency",
    "archived_at",
    "version",
    "group_size",
)


def services_of(actor: Actor, *, archived: bool = False) -> list[ServiceRow]:
    """The same inside a query or operation."""
    rows = Service.objects.filter(practice_id=actor.practice_id).order_by("position", "id")
    if not archived:
        rows = rows.filter(archived_at=None)
    return [_service(row, actor.language) for row in rows.values_list(*_SERVICE)]


def _service(row: tuple[Any, ...], language: str) -> ServiceRow:
    values = [row[0], name_in(row[1], language), *row[1:]]
    values[6] = Mode(values[6])
    return ServiceRow(*values)


def rooms_of(actor: Actor, *, archived: bool = False) -> list[RoomRow]:
    """The same inside a query or operation."""
    rows = Room.objects.filter(practice_id=actor.practice_id).order_by("position", "name", "id")
    if not archived:
        rows = rows.filter(archived_at=None)
    columns = ("id", "name", "position", "archived_at", "version", "shared_room_id")
    return [RoomRow(*row) for row in rows.values_list(*columns)]


def name_in(names: dict[str, str], language: str) -> str:
    """Return the name in the language, else in English, else the first one there is."""
    return names.get(language) or names.get("en") or next(iter(names.values()), "")
