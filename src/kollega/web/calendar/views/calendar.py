"""The calendar: day, week, group, month and list."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.scheduling.queries.calendar import CalendarRange, calendar_range
from kollega.scheduling.queries.column_sets import column_sets
from kollega.scheduling.queries.holidays import holidays_between
from kollega.scheduling.queries.lists import month_counts
from kollega.scheduling.queries.offers import clinicians, rooms
from kollega.scheduling.queries.polling import changes_since
from kollega.web.calendar.address import Place, View
from kollega.web.calendar.cards import Surroundings
from kollega.web.calendar.columns import Columns, bookable, choices, chosen_columns, set_links
from kollega.web.calendar.day_list import rows_of, strip_of
from kollega.web.calendar.months import month_of
from kollega.web.calendar.navigation import toolbar_of
from kollega.web.calendar.notes import note_states
from kollega.web.calendar.practice_address import slug
from kollega.web.calendar.script_words import script_words
from kollega.web.calendar.status_words import SIGNS
from kollega.web.calendar.surface import Surface, grid_of, shown_days

COOKIE = "kollega_calendar"
COOKIE_AGE_SECONDS = 400 * 24 * 3600


@practice_page(Permission.CALENDAR_SEE)
def calendar_page(request: PracticeRequest) -> HttpResponse:
    """One page of the calendar; a quiet poll gets the surface alone, or 304 while nothing has changed."""
    polled = bool(request.headers.get("X-Poll"))
    token = request.headers.get("If-None-Match", "").strip('"')
    if polled and token and not changes_since(request.actor, token=token).changed:
        return HttpResponse(status=304)
    today = request.actor.at.astimezone(request.actor.timezone).date()
    given = {**request.GET.dict(), "columns": request.GET.get("columns") or ",".join(request.GET.getlist("column"))}
    place = Place.read(given, today=today, kept=request.COOKIES.get(COOKIE, ""))
    context = _context(request, place, today)
    template = "calendar/surface.html" if polled else "calendar/calendar.html"
    response = render(request, template, context)
    if not polled:
        _keep(request, response, place)
    return response


def _keep(request: PracticeRequest, response: HttpResponse, place: Place) -> None:
    """Remember view and density in this browser."""
    if request.COOKIES.get(COOKIE) != place.kept:
        response.set_cookie(
            COOKIE, place.kept, max_age=COOKIE_AGE_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
        )


def _context(request: PracticeRequest, place: Place, today: date) -> dict[str, Any]:
    actor = request.actor
    # A delegate has no room columns: they would show when others are busy.
    people, all_rooms = clinicians(actor), rooms(actor) if actor.known_columns is None else []
    columns = chosen_columns(place, actor, people, all_rooms)
    people_choices, room_choices = choices(columns, people, all_rooms)
    context: dict[str, Any] = {
        "area": "calendar",
        "place": place,
        "bar": toolbar_of(place, today),
        "set_links": set_links(place, column_sets(actor)),
        "shown_columns": [f"p-{one.id}" for one in columns.people] + [f"r-{one.id}" for one in columns.rooms],
        "people_choices": people_choices,
        "room_choices": room_choices,
        "words": script_words(),
        "signs": SIGNS.items(),
        "practice_slug": slug(request),
        "today_list": replace(place, day=today, view=View.LIST).query,
        "today": today,
    }
    if place.view is View.MONTH:
        return context | _month(request, place, columns, today)
    found = _range(request, place, columns)
    around = surroundings(request, found)
    days = shown_days(found, place.days, weekend=place.weekend) if place.view is View.WEEK else list(place.days)
    surface = grid_of(
        found,
        days or place.days[:5],
        around,
        people=columns.people,
        rooms=columns.rooms,
        bookable=bookable(actor, people),
    )
    hidden = len(place.days) - len(days)
    return context | {
        "token": found.token,
        "surface": surface,
        "strip": strip_of(place, found),
        "phone_rows": _phone_rows(surface, place, found, around, columns),
        "hidden_days": hidden,
        "weekend_query": replace(place, weekend=True).query,
        "week_query": replace(place, weekend=False).query,
        "cancelled_query": replace(place, cancelled=not place.cancelled).query,
        "grid_query": replace(place, grid=True, view=View.DAY).query,
    }


def _month(request: PracticeRequest, place: Place, columns: Columns, today: date) -> dict[str, Any]:
    """Counts only: no name is read, so nothing is logged."""
    people = [one.id for one in columns.people]
    counts = month_counts(request.actor, first=place.first, last=place.last, clinicians=people or None)
    country = columns.people[0].country if columns.people else ""
    named = holidays_between(country, place.first, place.last, request.actor.language)
    holidays = {holiday.day: holiday.name for holiday in named}
    return {"weeks": month_of(counts, place, today=today, holidays=holidays, alone=len(people) == 1), "token": ""}


def _range(request: PracticeRequest, place: Place, columns: Columns) -> CalendarRange:
    """The days of the page for its columns; people and rooms together are read one after the other."""
    span: dict[str, Any] = {"first": place.first, "last": place.last, "cancelled": place.cancelled}
    of_rooms = [one.id for one in columns.rooms]
    found = calendar_range(request.actor, **span, clinicians=[one.id for one in columns.people])
    if not of_rooms:
        return found
    there = calendar_range(request.actor, **span, rooms=of_rooms)
    known = {(event.clinician_id, event.starts_at, event.room_id) for event in found.events}
    more = [e for e in there.events if (e.clinician_id, e.starts_at, e.room_id) not in known]
    return replace(found, events=[*found.events, *more], clinicians=there.clinicians)


def surroundings(request: PracticeRequest, found: CalendarRange) -> Surroundings:
    own = [e.id for e in found.events if e.id and e.clinician_id == request.actor.membership_id]
    return Surroundings(
        zone=request.actor.timezone,
        now=found.now,
        practice=slug(request),
        services=found.services,
        rooms={room.id: room.name for room in found.rooms},
        initials={member.id: member.initials for member in found.clinicians},
        notes=note_states(request.actor, own),
        membership_id=request.actor.membership_id,
    )


def _phone_rows(
    surface: Surface, place: Place, found: CalendarRange, around: Surroundings, columns: Columns
) -> list[Any]:
    """The day of the page for the first person, whatever the view: what a phone shows."""
    column = next((one for one in surface.columns if one.day == place.day), None)
    if column is None:
        day = grid_of(found, [place.day], around, people=columns.people[:1], rooms=[], bookable=frozenset())
        column = day.columns[0] if day.columns else None
    if column is None:
        return []
    now = found.now.astimezone(around.zone)
    return rows_of(column, not_before=now.hour * 60 + now.minute if column.today else 0)
