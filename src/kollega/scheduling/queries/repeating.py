"""The dates of a recurrence before it is booked: a pure look that stores nothing (B10)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.enums import AUTO, Kind, Mode, Place, RoomChoice
from kollega.scheduling.queries.ground import read_ground
from kollega.scheduling.queries.offers import rooms_of, services_of
from kollega.scheduling.queries.sight import exists_for
from kollega.scheduling.rules.planning import Ground, PlannedDate, asks_for, plan_dates
from kollega.scheduling.rules.recurring import Rule, anchored, days, wrong_in_rule
from kollega.scheduling.rules.visits import length_in, place_in


@dataclass(frozen=True, slots=True)
class Wish:
    """What every date is to be: for whom, what, how long in minutes (None: the service's), where.

    A private block has no service; `room_id` AUTO picks a free room on each date for a visit in person.
    """

    clinician_id: UUID
    kind: Kind = Kind.VISIT
    service_id: UUID | None = None
    minutes: int | None = None
    room_id: UUID | RoomChoice | None = AUTO
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """A wish with everything filled in. `buffers` in minutes before and after."""

    clinician_id: UUID
    kind: Kind
    service_id: UUID | None
    length: timedelta
    buffers: tuple[int, int]
    place: Place
    room_id: UUID | RoomChoice | None
    overridden: bool


@query(requires=Permission.APPOINTMENT_BOOK)
def preview_repeating(actor: Actor, *, rule: Rule, wish: Wish) -> list[PlannedDate]:
    """Return every date of the rule with its state, hints, and three alternatives where it is taken.

    Refuses with BadInput for a rule without end, dates or sense; NotFound for unknown clinician, service or room.
    """
    described = describe(actor, wish)
    rule = sound(rule)
    asks = list(asks_for(days(rule), rule.starts, actor.timezone, described.room_id))
    return plan_dates(ground_for(actor, described, [ask.day for ask in asks]), asks)


def sound(rule: Rule) -> Rule:
    """Return the rule with its first real day as `first`. BadInput when it makes no sense."""
    wrong = wrong_in_rule(rule)
    if wrong:
        raise BadInput(fields=wrong)
    return anchored(rule)


def describe(actor: Actor, wish: Wish) -> Described:
    """Fill in what the service says. NotFound for unknown ids, BadInput for place and length. Inside a query."""
    known = [one.id for one in calendar_members(actor.practice_id) if one.sees_clients and exists_for(actor, one.id)]
    if wish.clinician_id not in known:
        raise NotFound
    service = next((one for one in services_of(actor) if one.id == wish.service_id), None)
    if wish.service_id is not None and (service is None or wish.kind is Kind.BLOCK):
        raise NotFound
    if isinstance(wish.room_id, UUID) and not any(room.id == wish.room_id for room in rooms_of(actor)):
        raise NotFound
    place = place_in(service.mode if service else Mode.BOTH, wish.place)
    minutes = length_in(wish.minutes, service.minutes if service else 0)
    needless = wish.room_id is AUTO and (place is Place.VIDEO or wish.kind is Kind.BLOCK)
    return Described(
        clinician_id=wish.clinician_id,
        kind=wish.kind,
        service_id=wish.service_id,
        length=timedelta(minutes=minutes),
        buffers=(service.buffer_before, service.buffer_after) if service else (0, 0),
        place=place,
        room_id=None if needless else wish.room_id,
        overridden=service is not None and service.minutes != minutes,
    )


def ground_for(
    actor: Actor, described: Described, around: Sequence[date], *, ignoring: Collection[UUID] = ()
) -> Ground:
    """Read what the dates are held against. Inside a query or operation."""
    return read_ground(
        actor,
        described.clinician_id,
        around,
        length=described.length,
        buffers=described.buffers,
        ignoring=ignoring,
        visit=described.kind is Kind.VISIT,
    )
