"""Which times a visitor is offered. The same function decides what can then be booked (BK-8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.online.enums import Takes
from kollega.online.queries.pages import OpenClinician, OpenPage, open_page, places_of
from kollega.platform.operations import query
from kollega.scheduling.enums import Place
from kollega.scheduling.errors import FreeSlot
from kollega.scheduling.operations.allowing import place_of, room_left
from kollega.scheduling.queries.limits import allowed_to
from kollega.scheduling.queries.offers import ServiceRow
from kollega.scheduling.queries.openings import Asked, opening_at, openings
from kollega.scheduling.rules.localtime import day_bounds, local_day

CHUNKS = ((0, 6), (7, 27), (28, 62), (63, 365))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visitor chose before the time; no clinician means the first one who is available."""

    service: ServiceRow
    clinicians: tuple[OpenClinician, ...]
    place: Place
    anyone: bool


def choice_of(page: OpenPage, *, service_id: UUID | None, clinician_id: UUID | None, place: Place | None) -> Choice:
    """Return the choice with everything resolved. NotFound for whatever the page does not offer.

    Among all clinicians those who take only clients they know are left out, unless all of them do.
    """
    service = page.service(service_id)
    if service is None:
        raise NotFound
    possible = offering(page, service)
    if clinician_id is not None:
        possible = tuple(one for one in possible if one.id == clinician_id)
    where = place or next((each for each in Place if each in places_open(service, possible)), None)
    possible = tuple(one for one in possible if where in one.places and where in places_of(service))
    if not possible or where is None:
        raise NotFound
    if clinician_id is None:
        possible = tuple(one for one in possible if one.takes is Takes.EVERYONE) or possible
    return Choice(service, possible, where, anyone=clinician_id is None)


def offering(page: OpenPage, service: ServiceRow) -> tuple[OpenClinician, ...]:
    return tuple(one for one in page.clinicians if service.id in one.service_ids)


def places_open(service: ServiceRow, clinicians: Iterable[OpenClinician]) -> frozenset[Place]:
    """Return where the service can be had of any of these clinicians."""
    open_places = frozenset(place for one in clinicians for place in one.places)
    return places_of(service) & open_places


def asked_of(
    actor: Actor, page: OpenPage, choice: Choice, *, ignoring: UUID | None = None, ignoring_hold: UUID | None = None
) -> Asked:
    """Return the question for `openings`: the longer notice of service and clinician counts (B5)."""
    last = local_day(actor.at, actor.timezone) + timedelta(days=page.settings.ahead_days)
    return Asked(
        clinicians=[one.id for one in choice.clinicians],
        minutes=choice.service.minutes,
        notice={one.id: max(one.notice_minutes, choice.service.notice_minutes) for one in choice.clinicians},
        until=day_bounds(last, actor.timezone)[1],
        in_room=choice.place is Place.IN_PERSON,
        buffer_before=choice.service.buffer_before,
        buffer_after=choice.service.buffer_after,
        step=page.settings.step_minutes,
        ignoring=ignoring,
        ignoring_hold=ignoring_hold,
    )


def bookable(actor: Actor, asked: Asked, first: date, last: date) -> list[FreeSlot]:
    """Return what can be booked from the first to the last local day; what a plan has no room for is left out."""
    today = local_day(actor.at, actor.timezone)
    last = min(last, local_day(asked.until - timedelta(seconds=1), actor.timezone))
    return _within_plans(actor, openings(actor, asked, max(first, today), last))


def bookable_at(actor: Actor, asked: Asked, starts_at: datetime) -> list[FreeSlot]:
    """Return one slot for each clinician who can be booked at exactly this instant."""
    return _within_plans(actor, opening_at(actor, asked, starts_at))


def next_bookable(actor: Actor, asked: Asked, since: date, *, count: int = 3) -> list[FreeSlot]:
    """Return the first bookable times from a local day on, one for each start."""
    for first, last in CHUNKS:
        days = since + timedelta(days=first), since + timedelta(days=last)
        found = one_each(bookable(actor, asked, *days))
        if found:
            return found[:count]
    return []


def nearest_bookable(actor: Actor, asked: Asked, around: datetime, *, count: int = 3) -> tuple[FreeSlot, ...]:
    """Return the bookable times nearest to an instant, in order of time."""
    day = local_day(around, actor.timezone)
    near = one_each(bookable(actor, asked, day - timedelta(days=2), day + timedelta(days=6)))
    found = near if len(near) >= count else next_bookable(actor, asked, day, count=count)
    nearest = sorted((slot for slot in found if slot.starts_at != around), key=lambda s: abs(s.starts_at - around))
    return tuple(sorted(nearest[:count], key=lambda slot: slot.starts_at))


def one_each(slots: Iterable[FreeSlot]) -> list[FreeSlot]:
    """Return the first slot of each start."""
    found: dict[datetime, FreeSlot] = {}
    for slot in slots:
        found.setdefault(slot.starts_at, slot)
    return list(found.values())


def _within_plans(actor: Actor, slots: list[FreeSlot]) -> list[FreeSlot]:
    allowed = {id_: allowed_to(actor, id_) for id_ in {slot.clinician_id for slot in slots}}
    if all(count is None for count in allowed.values()):
        return slots
    full = set()
    for clinician_id, count in allowed.items():
        if count is None:
            continue
        places = {place_of(actor, clinician_id, s.starts_at) for s in slots if s.clinician_id == clinician_id}
        full |= {place for place, left in room_left(actor, places, int(count)).items() if left == 0}
    return [slot for slot in slots if place_of(actor, slot.clinician_id, slot.starts_at) not in full]


@dataclass(frozen=True, slots=True)
class Times:
    """Free starts of some local days, and the next ones after them when there are none."""

    slots: tuple[FreeSlot, ...]
    next_free: FreeSlot | None


@query(requires=Permission.BOOKING_ONLINE)
def times(
    actor: Actor,
    *,
    service_id: UUID,
    clinician_id: UUID | None,
    place: Place | None,
    first: date,
    last: date,
    ignoring_hold: UUID | None = None,
) -> Times:
    """Return the times that can be booked from the first to the last day. NotFound as `choice_of`."""
    page = open_page(actor)
    choice = choice_of(page, service_id=service_id, clinician_id=clinician_id, place=place)
    asked = asked_of(actor, page, choice, ignoring_hold=ignoring_hold)
    found = one_each(bookable(actor, asked, first, last))
    upcoming = [] if found else next_bookable(actor, asked, last + timedelta(days=1), count=1)
    return Times(tuple(found), upcoming[0] if upcoming else None)
