"""An opened appointment: facts, attendance, history."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import BadInput
from kollega.kernel.permissions import Permission
from kollega.online.queries.bookings import brought_along
from kollega.scheduling.enums import Kind, Place, Status
from kollega.scheduling.operations.attendance import set_status
from kollega.scheduling.queries.appointments import AppointmentDetails, appointment
from kollega.web.calendar import day_words
from kollega.web.calendar.answers import tell
from kollega.web.calendar.cards import GONE, HUES
from kollega.web.calendar.history import history_of
from kollega.web.calendar.notes import note_links
from kollega.web.calendar.participants import participants_of
from kollega.web.calendar.practice_address import slug
from kollega.web.calendar.status_words import PLACE_WORDS, attendance_of, status_word
from kollega.web.calendar.titles import title_of
from kollega.web.notices.block import messages_context
from kollega.web.repeats.listing import repeats_context

MARKS = ((Status.BOOKED, "not_registered"), (Status.COMPLETED, "attended"), (Status.NO_SHOW, "no_show"))
STEPS = (Status.CONFIRMED, Status.ARRIVED)


@dataclass(frozen=True, slots=True)
class Mark:
    """One button of the attendance row."""

    status: str
    glyph: str
    pressed: bool


@practice_page(Permission.CALENDAR_SEE)
def show(request: PracticeRequest, appointment_id: UUID) -> HttpResponse:
    """The appointment in the panel, or as a page."""
    found = appointment(request.actor, appointment_id=appointment_id)
    return render(request, "calendar/appointment.html", details_context(request, found))


@practice_page(Permission.APPOINTMENT_CHANGE)
@require_POST
def attendance(request: PracticeRequest, appointment_id: UUID) -> HttpResponse:
    """Set attendance in one click; the answer is the panel as it is now, with an undo."""
    try:
        status = Status(request.POST.get("status", ""))
    except ValueError as error:
        raise BadInput from error
    version = request.POST.get("version", "")
    stored = set_status(
        request.actor,
        appointment_id=appointment_id,
        status=status,
        version=int(version) if version.isdigit() else None,
    )
    if not request.headers.get("HX-Request"):
        return redirect(_back(request) or reverse("calendar:appointment", args=[slug(request), appointment_id]))
    if request.headers.get("HX-Target") == "panel-host" and request.POST.get("row") is None:
        found = appointment(request.actor, appointment_id=appointment_id)
        response = render(request, "calendar/appointment.html", details_context(request, found))
    else:
        response = HttpResponse(status=204)
    tell(response, request, _("%(status)s.") % {"status": status_word(status)}, undo=stored.change_id)
    return response


def _back(request: PracticeRequest) -> str:
    """A list of the day asks to come back to it."""
    row = request.POST.get("row")
    return reverse(f"calendar:{row}", args=[slug(request)]) if row in {"today", "desk"} else ""


def details_context(request: PracticeRequest, found: AppointmentDetails) -> dict[str, Any]:
    event, zone, practice = found.event, request.actor.timezone, slug(request)
    starts, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    status = event.status or Status.BOOKED
    visit = event.kind is Kind.VISIT
    own = event.clinician_id == request.actor.membership_id
    # Messages hold the client's address: not for whoever is shown less than may be opened.
    tells_messages = visit and (own or bool(event.client and event.client.may_open))
    return {
        **(messages_context(request, event.id) if tells_messages and event.id else {}),
        **repeats_context(request, found),
        "tells_messages": tells_messages,
        "area": "calendar",
        "found": found,
        "event": event,
        "visit": visit,
        "practice_slug": practice,
        "day": day_words.capital(day_words.full_day(starts.date())),
        "times": f"{day_words.clock(starts)}–{day_words.clock(ends)}",
        "tab_title": f"{day_words.short_day(starts.date())} {day_words.clock(starts)}",
        "minutes": int((ends - starts).total_seconds() // 60),
        "hue": HUES[(found.service.colour - 1) % len(HUES)] if found.service else "",
        "status_words": status_word(status) if visit else "",
        "attendance": attendance_of(status),
        "place_words": PLACE_WORDS[event.place] if event.place else "",
        "is_video": event.place is Place.VIDEO,
        "marks": [Mark(one.value, glyph, one is status) for one, glyph in MARKS if one in (*found.statuses, status)],
        "steps": [{"status": one.value, "words": status_word(one)} for one in STEPS if one in found.statuses],
        "may_change": event.may_change and status not in GONE,
        "may_cancel": event.may_cancel and status not in {Status.CANCELLED, Status.LATE_CANCELLED},
        "may_attend": visit and bool(found.statuses or (event.may_cancel and status not in GONE)),
        "contact": found.contact if event.client and not event.client.may_open else None,
        "title": title_of(event, found.service, zone),
        "participants": participants_of(event, starts_at=event.starts_at, now=request.actor.at),
        "hidden_clients": event.client_count - len(event.participants),
        "notes": note_links(request.actor, practice, event) if visit else [],
        "online": brought_along(request.actor, appointment_id=event.id) if tells_messages and event.id else None,
        "history": history_of(request.actor, found.history, practice),
        "usual_minutes": found.service.minutes if found.service and event.length_overridden else 0,
    }
