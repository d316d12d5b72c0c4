"""Today: the clinician's first page, readable between two visits."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.clients.queries.presence import has_clients
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import Kind, Status
from kollega.scheduling.queries.calendar import CalendarEvent, calendar_range
from kollega.scheduling.queries.hours import hours
from kollega.scheduling.queries.offers import clinicians, rooms, services
from kollega.scheduling.rules.attendance import choices
from kollega.web.calendar import day_words
from kollega.web.calendar.cards import GONE, Card, card_of
from kollega.web.calendar.notes import notes_to_sign
from kollega.web.calendar.practice_address import slug
from kollega.web.calendar.views.appointments import MARKS, Mark
from kollega.web.calendar.views.calendar import surroundings
from kollega.web.notices.waiting import waiting_context


@dataclass(frozen=True, slots=True)
class Visit:
    """One line of the day. `marks` is empty until attendance can be registered."""

    card: Card
    marks: tuple[Mark, ...]
    past: bool
    who: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the first days, ticked by data; `minutes` is what it takes."""

    words: str
    url: str
    minutes: int
    done: bool


@practice_page(Permission.APPOINTMENT_BOOK)
def today(request: PracticeRequest) -> HttpResponse:
    """The next client, the day as a list, what waits for a signature, and the steps of the first days."""
    actor = request.actor
    day = actor.at.astimezone(actor.timezone).date()
    people = clinicians(actor)
    own = [one.id for one in people if one.id == actor.membership_id]
    found = calendar_range(actor, first=day, last=day, clinicians=own or None)
    around = surroundings(request, found)
    names = {} if own else {one.id: one.name for one in people}
    visits = []
    for event in found.events:
        card = card_of(event, day, around, in_room=False)
        if card is not None:
            visits.append(
                Visit(card, _marks(actor, event), event.ends_at <= actor.at, names.get(event.clinician_id, ""))
            )
    # Only visits have a status: a private block is nobody to meet.
    waiting = [visit for visit in visits if not visit.past and visit.card.status and visit.card.status not in GONE]
    count = notes_to_sign(actor)
    steps = _steps(request)
    return render(
        request,
        "calendar/today.html",
        {
            "area": "today",
            "day": day_words.capital(day_words.full_day(day)),
            "week": day_words.week_words(day),
            "tab_title": f"{day_words.short_day(day)}, {day_words.week_words(day)}",
            "practice_slug": slug(request),
            "visits": visits,
            "next": _next(waiting),
            "to_sign": count,
            "to_sign_words": ngettext("%(count)s note to sign", "%(count)s notes to sign", count) % {"count": count},
            "to_sign_url": _address("journal:unsigned", slug(request)),
            **waiting_context(request),
            "steps": steps,
            "steps_open": not all(step.done for step in steps),
            "day_query": f"view=day&date={day.isoformat()}",
        },
    )


def _next(waiting: list[Visit]) -> Visit | None:
    """Who comes next: the first visit that has not ended and whose client is not in the room yet."""
    fresh = [visit for visit in waiting if visit.card.status != Status.COMPLETED]
    return fresh[0] if fresh else None


def _marks(actor: Actor, event: CalendarEvent) -> tuple[Mark, ...]:
    if event.kind is not Kind.VISIT or not (event.may_attend and event.may_cancel) or event.status is None:
        return ()
    allowed = choices(event.status, starts_at=event.starts_at, now=actor.at, zone=actor.timezone)
    if Status.COMPLETED not in allowed and event.status not in {Status.COMPLETED, Status.NO_SHOW}:
        return ()
    return tuple(
        Mark(status.value, glyph, status is event.status)
        for status, glyph in MARKS
        if status in allowed or status is event.status
    )


def _steps(request: PracticeRequest) -> list[Step]:
    """The steps of the first days that this person can take."""
    actor, practice = request.actor, slug(request)
    steps = []
    if actor.may(Permission.HOURS_MANAGE_OWN) and actor.membership_id:
        has_hours = bool(hours(actor, membership_id=actor.membership_id).weekly)
        url = reverse("calendar:hours", args=[practice, actor.membership_id])
        steps.append(Step(_("Enter your working hours"), url, 2, has_hours))
    if actor.may(Permission.SERVICE_MANAGE):
        url = reverse("calendar:new_service", args=[practice])
        steps.append(Step(_("Add your first service"), url, 1, bool(services(actor))))
    if actor.may(Permission.ROOM_MANAGE):
        url = reverse("calendar:new_room", args=[practice])
        steps.append(Step(_("Add a room"), url, 1, bool(rooms(actor))))
    if actor.may(Permission.CLIENT_CREATE):
        url = _address("clients:new", practice)
        steps.append(Step(_("Add your first client, or import a file"), url, 3, has_clients(actor)))
    return steps


def _address(name: str, practice: str) -> str:
    try:
        return reverse(name, args=[practice])
    except NoReverseMatch:
        return ""
