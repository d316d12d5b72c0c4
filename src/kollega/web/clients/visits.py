"""A client's appointments: the tab, and the next and last one on the overview."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from kollega.clients.queries.access import require_readable
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.enums import Status
from kollega.scheduling.queries.appointments import ClientAppointments, appointments_of_client
from kollega.scheduling.queries.calendar import CalendarEvent
from kollega.scheduling.queries.offers import services_of
from kollega.web.calendar.day_words import capital, clock, short_day
from kollega.web.calendar.status_words import STATUS_WORDS
from kollega.web.clients.frame import client_frame, slug_of

ATTENDANCE = {
    Status.COMPLETED: "attended",
    Status.NO_SHOW: "no_show",
    Status.CANCELLED: "cancelled",
    Status.LATE_CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One row: `url` is empty for what the viewer may not open; `attendance` names its glyph."""

    day: str
    year: int
    time: str
    service: str
    clinician: str
    status: str | Promise
    attendance: str
    url: str


@dataclass(frozen=True, slots=True)
class Visits:
    """Coming ones with the next first, past ones with the last first."""

    coming: list[Visit]
    past: list[Visit]


def visits_of(request: PracticeRequest, client_id: UUID) -> Visits | None:
    """Return the client's appointments as rows, or None for those who see no calendar."""
    actor = request.actor
    if not actor.may(Permission.CALENDAR_SEE):
        return None
    found = appointments_of_client(actor, client_id=client_id)
    return _rows(actor, slug_of(request), found)


def _rows(actor: Actor, slug: str, found: ClientAppointments) -> Visits:
    services = {service.id: service.name for service in services_of(actor, archived=True)}
    names = {member.id: member.name for member in calendar_members(actor.practice_id)}

    def rows(events: Iterable[CalendarEvent]) -> list[Visit]:
        return [_visit(actor, slug, event, services, names) for event in events]

    return Visits(rows(found.coming), rows(found.past))


def _visit(actor: Actor, slug: str, event: CalendarEvent, services: dict[UUID, str], names: dict[UUID, str]) -> Visit:
    starts, ends = (moment.astimezone(actor.timezone) for moment in (event.starts_at, event.ends_at))
    return Visit(
        day=capital(short_day(starts.date())),
        year=starts.year,
        time=f"{clock(starts)}–{clock(ends)}",
        service=services.get(event.service_id, "") if event.service_id else "",
        clinician=names.get(event.clinician_id, ""),
        status=STATUS_WORDS[event.status] if event.status else "",
        attendance=ATTENDANCE.get(event.status, "not_registered" if ends <= actor.at else "") if event.status else "",
        url=reverse("calendar:appointment", args=[slug, event.id]) if event.id else "",
    )


@practice_page(Permission.CALENDAR_SEE)
def appointments(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    head = require_readable(request.actor, client_id)
    context = {
        **client_frame(request, request.actor, head, "appointments"),
        "visits": visits_of(request, client_id),
    }
    return render(request, "clients/appointments.html", context)
