"""What can be set about the calendar: services, rooms, working hours."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.scheduling.queries.hours import hours
from kollega.scheduling.queries.offers import clinicians, rooms, services
from kollega.web.calendar import day_words
from kollega.web.calendar.cards import HUES
from kollega.web.calendar.practice_address import slug
from kollega.web.calendar.settings.hours import minutes_of
from kollega.web.calendar.status_words import MODE_WORDS


@dataclass(frozen=True, slots=True)
class ServiceLine:
    id: UUID
    name: str
    code: str
    hue: str
    minutes: int
    mode: str
    archived: bool


@dataclass(frozen=True, slots=True)
class HoursLine:
    id: UUID
    name: str
    hours: str


@practice_page(Permission.CALENDAR_SEE)
def overview(request: PracticeRequest) -> HttpResponse:
    """Services, rooms and everybody's hours at a glance."""
    actor = request.actor
    context = {
        "area": "settings",
        "practice_slug": slug(request),
        "services": [
            ServiceLine(
                one.id,
                one.name,
                one.code,
                HUES[(one.colour - 1) % len(HUES)],
                one.minutes,
                str(MODE_WORDS[one.mode]),
                one.archived_at is not None,
            )
            for one in services(actor, archived=True)
        ],
        "rooms": rooms(actor, archived=True),
        "people": [
            HoursLine(
                one.id,
                one.name,
                day_words.hours(sum(minutes_of(window) for window in hours(actor, membership_id=one.id).weekly)),
            )
            for one in clinicians(actor)
        ],
        "may_services": actor.may(Permission.SERVICE_MANAGE),
        "may_rooms": actor.may(Permission.ROOM_MANAGE),
    }
    return render(request, "calendar/settings/overview.html", context)
