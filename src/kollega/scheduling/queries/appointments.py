"""One appointment with its history, and the appointments of one client."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.queries.access import ClientContact, met_contacts, readable_client_ids
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import ClientFields, Permission
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.enums import Change, Kind, Status
from kollega.scheduling.models import Appointment, AppointmentChange
from kollega.scheduling.queries.calendar import CalendarEvent, may_do, may_read_line_in, seen_events, shown_clients
from kollega.scheduling.queries.events import EventRow, rows
from kollega.scheduling.queries.offers import ServiceRow, priced, rooms_of, services_of
from kollega.scheduling.queries.parties import with_client
from kollega.scheduling.queries.sight import exists_for
from kollega.scheduling.queries.uses import seeing_for
from kollega.scheduling.queries.video import video_link_of
from kollega.scheduling.rules.attendance import choices
from kollega.scheduling.rules.deeds import deed_of, deed_of_change
from kollega.scheduling.rules.undo import undoable


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """Who changed what and when. `before` and `after` hold the changed times, ids and codes, and no texts.

    A client's id stands there for who may know them; `clients` says how many came when that changed.
    """

    change_id: UUID
    change: Change
    at: datetime
    by_name: str
    before: dict[str, Any]
    after: dict[str, Any]
    may_undo: bool


@dataclass(frozen=True, slots=True)
class AppointmentDetails:
    """What the opened appointment shows. `statuses` are those that may be set now; `video_link` is empty but for video
    visits whose clinician or practice has an address.

    `contact` is None without the right to it. The reasons are empty for whoever sees by a grant or by area T alone.
    """

    event: CalendarEvent
    contact: ClientContact | None
    service: ServiceRow | None
    clinician_name: str
    room_name: str
    outside_hours_reason: str
    cancel_reason: str
    created_at: datetime
    created_by_name: str
    statuses: list[Status]
    history: list[HistoryRow]
    video_link: str


@dataclass(frozen=True, slots=True)
class ClientAppointments:
    """A client's visits: coming ones the next first, past ones (cancelled ones too) the last first."""

    coming: list[CalendarEvent]
    past: list[CalendarEvent]


def _one(actor: Actor, result: AppointmentDetails, given: dict[str, Any]) -> Entry:
    event = result.event
    return Entry(
        Action.READ,
        "appointment",
        given["appointment_id"],
        event.client.id if event.client else None,
        on_behalf_of=seeing_for(actor, event.clinician_id),
    )


@query(requires=Permission.CALENDAR_SEE, logs=_one, by_grant=True)
def appointment(actor: Actor, *, appointment_id: UUID) -> AppointmentDetails:
    """Return one appointment that the actor may see fully. NotFound otherwise, also for colleagues' private blocks."""
    found = Appointment.objects.filter(practice_id=actor.practice_id, id=appointment_id, withdrawn_at=None)
    stored = [row for row in rows(found) if exists_for(actor, row.clinician_id)]
    events = [event for event in seen_events(actor, stored) if event.full]
    if not events:
        raise NotFound
    extra = found.values_list("outside_hours_reason", "cancel_reason", "created_at", "created_by_id").get()
    names = {member.id: member.name for member in calendar_members(actor.practice_id)}
    event, row = events[0], stored[0]
    principal = seeing_for(actor, event.clinician_id)
    for other in shown_clients(event)[1:]:
        # The frame writes the log for the first client: each of the others has a log of their own.
        record(actor, Action.READ, "appointment", appointment_id, client_id=other, on_behalf_of=principal)
    texts = _texts(actor, event)
    names = _told_names(actor, row, names)
    return AppointmentDetails(
        event=event,
        contact=_contact(actor, event),
        service=next((priced(actor, s) for s in services_of(actor, archived=True) if s.id == row.service_id), None),
        clinician_name=names.get(row.clinician_id, ""),
        room_name=next((r.name for r in rooms_of(actor, archived=True) if r.id == row.room_id), ""),
        outside_hours_reason=extra[0] if texts else "",
        cancel_reason=extra[1] if texts else "",
        created_at=extra[2],
        created_by_name=names.get(extra[3], ""),
        statuses=_statuses(actor, row, event),
        history=_history(actor, row, names, frozenset(map(str, shown_clients(event)))),
        video_link=video_link_of(actor.practice_id, appointment_id) if texts else "",
    )


def _texts(actor: Actor, event: CalendarEvent) -> bool:
    """Own column, a client one may open, or nobody's visit: else what was typed is not for this viewer."""
    if event.clinician_id == actor.membership_id:
        return True
    return event.client.may_open if event.client else may_read_line_in(actor)


def _told_names(actor: Actor, row: EventRow, names: dict[UUID, str]) -> dict[UUID, str]:
    """A delegate who belongs to no other calendar is told the owner's name and their own, nobody else's."""
    if actor.known_columns is None:
        return names
    return {id_: name for id_, name in names.items() if id_ in (row.clinician_id, actor.membership_id)}


def _contact(actor: Actor, event: CalendarEvent) -> ClientContact | None:
    if event.client is None or event.client.fields is not ClientFields.CONTACT:
        return None
    return met_contacts(actor, [event.client.id]).get(event.client.id)


def _statuses(actor: Actor, row: EventRow, event: CalendarEvent) -> list[Status]:
    if row.kind is Kind.BLOCK:
        return []
    found = choices(row.status, starts_at=row.starts_at, now=actor.at, zone=actor.timezone)
    return [status for status in found if may_do(actor, row, deed_of(status))]


_SHOWN = {"status", "client_id", "service_id", "clinician_id", "room_id", "starts_at", "ends_at", "place"}
_TOLD_DELEGATES = _SHOWN - {"client_id", "clinician_id"}


def _told(values: dict[str, Any], known: frozenset[str], shown: set[str]) -> dict[str, Any]:
    """Leave out what is typed, and clients whom the viewer may not know."""
    told = {name: value for name, value in values.items() if name in shown}
    if told.get("client_id") not in (None, *known):
        del told["client_id"]
    if "party" in values:
        told["clients"] = max(1, len(values["party"]))
    return told


def _history(actor: Actor, row: EventRow, names: dict[UUID, str], known: frozenset[str]) -> list[HistoryRow]:
    shown = _SHOWN if actor.known_columns is None else _TOLD_DELEGATES
    found = AppointmentChange.objects.filter(practice_id=actor.practice_id, appointment_id=row.id).order_by("version")
    return [
        HistoryRow(
            change_id=change.id,
            change=Change(change.change),
            at=change.at,
            by_name=names.get(change.by_id, "") if change.by_id else "",
            before=_told(change.before, known, shown),
            after=_told(change.after, known, shown),
            may_undo=(
                change.by_id == actor.membership_id
                and change.version == row.version
                and change.undone_at is None
                and change.whole_id is None
                and undoable(change.at, actor.at)
                and may_do(actor, row, deed_of_change(change))
            ),
        )
        for change in found
    ]


def _of_client(actor: Actor, result: ClientAppointments, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "appointments", client_id=given["client_id"])


@query(requires=Permission.CALENDAR_SEE, logs=_of_client)
def appointments_of_client(actor: Actor, *, client_id: UUID, limit: int = 200) -> ClientAppointments:
    """Return a client's visits with whomever, for those who may know the client. NotFound otherwise.

    Coming ones that were cancelled are left out until their time has passed.
    """
    if not readable_client_ids(actor, [client_id]):
        raise NotFound
    mine = with_client(actor.practice_id, client_id)
    visits = Appointment.objects.filter(mine, practice_id=actor.practice_id, withdrawn_at=None)
    coming = rows(visits.filter(ends_at__gt=actor.at).exclude(status__in=[Status.CANCELLED, Status.LATE_CANCELLED]))
    latest = visits.filter(ends_at__lte=actor.at).order_by("-starts_at").values("id")[:limit]
    past = rows(Appointment.objects.filter(practice_id=actor.practice_id, id__in=latest))
    events = seen_events(actor, coming[:limit] + past[::-1])
    return ClientAppointments(coming=events[: len(coming[:limit])], past=events[len(coming[:limit]) :])
