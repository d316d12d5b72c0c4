"""Visits that were asked for and wait for the practice's answer (BK-2: they keep their time meanwhile)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kollega.clients.queries.access import ClientName, met_names, names_of
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.online.models import OnlineBooking
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.enums import Kind, Place, Status
from kollega.scheduling.models import Appointment
from kollega.scheduling.queries.offers import services_of


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request; `online` says that it came by the booking page, `new_client` that it brought a new client."""

    appointment_id: UUID
    client_id: UUID | None
    client_name: str
    service: str
    clinician_id: UUID
    clinician_name: str
    place: Place
    starts_at: datetime
    ends_at: datetime
    asked_at: datetime
    online: bool
    new_client: bool


def _entry(actor: Actor, result: list[RequestRow], given: dict[str, Any]) -> Entry | None:
    return Entry(Action.READ, "appointments", detail={"requests": len(result)}) if result else None


@query(requires=Permission.APPOINTMENT_CHANGE, logs=_entry)
def open_requests(actor: Actor) -> list[RequestRow]:
    """Return the coming requests that the actor may answer, the oldest first: their own column's, or everyone's."""
    rows = list(_open(actor).order_by("created_at", "id"))
    new = dict(
        OnlineBooking.objects.filter(
            practice_id=actor.practice_id, appointment_id__in=[row.id for row in rows]
        ).values_list("appointment_id", "new_client")
    )
    names = _names(actor, rows)
    services = {one.id: one.name for one in services_of(actor, archived=True)}
    people = {one.id: one.name for one in calendar_members(actor.practice_id)}
    return [
        RequestRow(
            appointment_id=row.id,
            client_id=row.client_id,
            client_name=names[row.client_id].full if row.client_id in names else "",
            service=services.get(row.service_id, "") if row.service_id else "",
            clinician_id=row.clinician_id,
            clinician_name=people.get(row.clinician_id, ""),
            place=Place(row.place),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            asked_at=row.created_at,
            online=row.id in new,
            new_client=new.get(row.id, False),
        )
        for row in rows
    ]


def open_request_count(actor: Actor) -> int:
    """Return how many wait for this actor's answer, for the menu; a number only."""
    return _open(actor).count()


def _open(actor: Actor) -> "QuerySet[Appointment]":
    rows = Appointment.objects.filter(
        practice_id=actor.practice_id,
        kind=Kind.VISIT,
        status=Status.REQUESTED,
        withdrawn_at=None,
        starts_at__gt=actor.at,
    )
    return rows if actor.may(Permission.APPOINTMENT_BOOK_ANY) else rows.filter(clinician_id=actor.membership_id)


def _names(actor: Actor, rows: list[Appointment]) -> dict[UUID, ClientName]:
    wanted = {row.client_id for row in rows if row.client_id}
    own = {row.client_id for row in rows if row.client_id and row.clinician_id == actor.membership_id}
    return names_of(actor, wanted) | met_names(actor, own)
