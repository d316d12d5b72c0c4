"""What the booking panel starts with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.clients.queries.access import clinicians_in_care
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.enums import Kind, Mode, Place
from kollega.scheduling.models import Appointment
from kollega.scheduling.queries.bookable import may_book_clients, may_book_in
from kollega.scheduling.queries.events import HIDDEN
from kollega.scheduling.queries.hours import windows_between
from kollega.scheduling.queries.offers import ServiceRow, services_of
from kollega.scheduling.queries.parties import with_client
from kollega.scheduling.queries.sight import exists_for
from kollega.scheduling.rules.localtime import local_day


@dataclass(frozen=True, slots=True)
class LastVisit:
    starts_at: datetime
    service_id: UUID | None
    clinician_id: UUID


@dataclass(frozen=True, slots=True)
class BookingDefaults:
    """Clinician: the column, else the client's last or in care, else the actor. Service: the client's last, else the
    first. Room: the clinician's usual one at that time (None: pick one by itself). `last_visits`: up to three."""

    clinician_id: UUID | None
    service_id: UUID | None
    minutes: int
    place: Place
    usual_room_id: UUID | None
    last_visits: list[LastVisit]


def _entry(actor: Actor, result: BookingDefaults, given: dict[str, Any]) -> Entry | None:
    client_id = given.get("client_id")
    return Entry(Action.READ, "booking_defaults", client_id=client_id) if client_id else None


@query(requires=Permission.APPOINTMENT_BOOK, logs=_entry, by_grant=True)
def booking_defaults(
    actor: Actor,
    *,
    client_id: UUID | None = None,
    clinician_id: UUID | None = None,
    starts_at: datetime | None = None,
) -> BookingDefaults:
    """Return what the panel starts with. NotFound for a client whom the actor may not know."""
    if client_id is not None and not may_book_clients(actor, [client_id], column=clinician_id):
        raise NotFound
    if clinician_id is not None and not exists_for(actor, clinician_id):
        raise NotFound
    visits = _last_visits(actor, client_id)
    services = services_of(actor)
    known = {service.id: service for service in services}
    service = next((known[v.service_id] for v in visits if v.service_id in known), services[0] if services else None)
    chosen = clinician_id or _clinician(actor, client_id, visits)
    return BookingDefaults(
        clinician_id=chosen,
        service_id=service.id if service else None,
        minutes=service.minutes if service else 45,
        place=_place(service),
        usual_room_id=_usual_room(actor, chosen, starts_at),
        last_visits=visits,
    )


def _last_visits(actor: Actor, client_id: UUID | None) -> list[LastVisit]:
    if client_id is None:
        return []
    visits = Appointment.objects.filter(
        with_client(actor.practice_id, client_id),
        practice_id=actor.practice_id,
        kind=Kind.VISIT,
        withdrawn_at=None,
        starts_at__lt=actor.at,
    ).exclude(status__in=HIDDEN)
    if actor.known_columns is not None:
        visits = visits.filter(clinician_id__in=actor.known_columns)
    rows = visits.order_by("-starts_at").values_list("starts_at", "service_id", "clinician_id")[:3]
    return [LastVisit(*row) for row in rows]


def _clinician(actor: Actor, client_id: UUID | None, visits: list[LastVisit]) -> UUID | None:
    members = calendar_members(actor.practice_id)
    bookable = [member.id for member in members if member.sees_clients and may_book_in(actor, member.id)]
    if actor.membership_id in bookable:
        return actor.membership_id
    in_care = clinicians_in_care(actor, client_id) if client_id else []
    wanted = [visit.clinician_id for visit in visits] + in_care + bookable
    return next((id_ for id_ in wanted if id_ in bookable), None)


def _place(service: ServiceRow | None) -> Place:
    return Place.VIDEO if service and service.mode is Mode.VIDEO else Place.IN_PERSON


def _usual_room(actor: Actor, clinician_id: UUID | None, starts_at: datetime | None) -> UUID | None:
    if clinician_id is None or starts_at is None or starts_at.tzinfo is None:
        return None
    day = local_day(starts_at, actor.timezone)
    windows = windows_between(actor, [clinician_id], day, day)[clinician_id][day]
    return next((w.room_id for w in windows if w.starts_at <= starts_at < w.ends_at), None)
