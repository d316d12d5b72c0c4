"""A visit as its client sees it by the secret of its link; an id alone opens nothing (BK-9)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.notices.operations.linking import link_for
from kollega.notices.queries.secrets import appointment_by_secret, last_sequence
from kollega.online.queries.pages import OpenPage, open_page_of, page_settings_of
from kollega.online.queries.times import Choice, Times, asked_of, bookable, next_bookable, one_each
from kollega.online.rules.times import may_change
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.columns import calendar_members
from kollega.practices.queries.profile import profile_of
from kollega.scheduling.enums import BLOCKING, Place, Status
from kollega.scheduling.models import Appointment
from kollega.scheduling.queries.offers import ServiceRow, services_of
from kollega.scheduling.queries.telling import visit_to_tell


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """What the holder of the link sees: no name, nothing typed. `may_change` follows the practice's limit in hours.

    `sequence` is that of the last mail about it, so that a later mail is taken for the newer one.
    """

    appointment_id: UUID
    uid: str
    practice_name: str
    service: str
    clinician: str
    place: Place
    starts_at: datetime
    ends_at: datetime
    status: Status
    change_hours: int
    may_change: bool
    may_move: bool
    page_slug: str
    sequence: int

    @property
    def is_coming(self) -> bool:
        return self.status in BLOCKING


@dataclass(frozen=True, slots=True)
class Found:
    """The visit behind a secret, and whose link it was."""

    client_id: UUID
    appointment: Appointment
    alone: bool


def found_visit(actor: Actor, secret: str) -> Found:
    """Return what the secret opens; inside a query or operation. NotFound once the visit is over."""
    own = appointment_by_secret(secret, at=actor.at)
    if own is None or own.practice_id != actor.practice_id:
        raise NotFound
    visit = visit_to_tell(actor.practice_id, own.appointment_id)
    row = Appointment.objects.filter(practice_id=actor.practice_id, id=own.appointment_id, withdrawn_at=None).first()
    if visit is None or row is None or own.client_id not in visit.client_ids:
        raise NotFound
    return Found(own.client_id, row, alone=len(visit.client_ids) == 1)


def _entry(actor: Actor, result: OwnVisit, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "own_visit", result.appointment_id)


CHANGEABLE = frozenset({Status.REQUESTED, Status.BOOKED, Status.CONFIRMED})


def changeable_by_client(actor: Actor, found: Found) -> bool:
    """Whether the client may move or cancel it: alone, in time, and in a practice that has set up online booking."""
    settings, row = page_settings_of(actor), found.appointment
    if settings is None or not found.alone or row.status not in CHANGEABLE:
        return False
    return may_change(row.starts_at, settings.change_hours, actor.at)


@query(requires=Permission.BOOKING_ONLINE, logs=_entry)
def own_visit(actor: Actor, *, secret: str) -> OwnVisit:
    """Return the visit behind a secret. NotFound as `found_visit`."""
    found = found_visit(actor, secret)
    row, settings = found.appointment, page_settings_of(actor)
    hours = settings.change_hours if settings else 0
    service = next((one for one in services_of(actor, archived=True) if one.id == row.service_id), None)
    clinician = next((one for one in calendar_members(actor.practice_id) if one.id == row.clinician_id), None)
    changeable = changeable_by_client(actor, found)
    return OwnVisit(
        appointment_id=row.id,
        uid=link_for(actor, row.id, found.client_id).uid,
        practice_name=profile_of(actor).name,
        service=service.name if service else "",
        clinician=clinician.name if clinician else "",
        place=Place(row.place),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        status=Status(row.status),
        change_hours=hours,
        may_change=changeable,
        may_move=changeable and bool(settings and settings.is_on) and _choice(actor, row) is not None,
        page_slug=settings.slug if settings and settings.is_on else "",
        sequence=last_sequence(actor.practice_id, row.id, found.client_id),
    )


def moving_choice(actor: Actor, row: Appointment) -> tuple[OpenPage, Choice]:
    """Return what another time is asked of: the same service, clinician and place. NotFound when no longer offered."""
    found = _choice(actor, row)
    if found is None:
        raise NotFound
    return found


def _choice(actor: Actor, row: Appointment) -> tuple[OpenPage, Choice] | None:
    settings = page_settings_of(actor)
    if settings is None or not settings.is_on:
        return None
    page = open_page_of(actor, settings)
    service, clinician = page.service(row.service_id), page.clinician(row.clinician_id)
    if service is None or clinician is None or Place(row.place) not in clinician.places:
        return None
    return page, Choice(_of_length(service, row), (clinician,), Place(row.place), anyone=False)


def _of_length(service: ServiceRow, row: Appointment) -> ServiceRow:
    """The visit keeps its own length and buffers, whatever the service has by now."""

    def minutes(one: datetime, other: datetime) -> int:
        return int((other - one).total_seconds() // 60)

    return replace(
        service,
        minutes=minutes(row.starts_at, row.ends_at),
        buffer_before=minutes(row.busy_from, row.starts_at),
        buffer_after=minutes(row.ends_at, row.busy_until),
    )


@query(requires=Permission.BOOKING_ONLINE)
def clinician_of_visit(actor: Actor, *, secret: str) -> UUID:
    """Return whom the visit is with. NotFound as above."""
    clinician_id: UUID = found_visit(actor, secret).appointment.clinician_id
    return clinician_id


@query(requires=Permission.BOOKING_ONLINE)
def times_to_move(actor: Actor, *, secret: str, first: date, last: date) -> Times:
    """Return the other times of a visit from the first to the last local day. NotFound as above."""
    row = found_visit(actor, secret).appointment
    page, choice = moving_choice(actor, row)
    asked = asked_of(actor, page, choice, ignoring=row.id)
    found = [s for s in one_each(bookable(actor, asked, first, last)) if s.starts_at != row.starts_at]
    upcoming = [] if found else next_bookable(actor, asked, last + timedelta(days=1), count=1)
    return Times(tuple(found), upcoming[0] if upcoming else None)
