"""A clinician's weekly hours, and the dated exceptions to them."""

from dataclasses import dataclass, field
from datetime import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import field_sentences
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.permissions import Permission
from kollega.practices.queries.columns import CalendarMember
from kollega.scheduling.enums import Rhythm
from kollega.scheduling.operations.hours import add_exception, remove_exception, set_week
from kollega.scheduling.queries.hours import Hours, WeeklyHours, hours
from kollega.scheduling.queries.offers import clinicians, rooms
from kollega.scheduling.rules.offers import WeeklyEntry
from kollega.web.calendar import day_words
from kollega.web.calendar.practice_address import slug
from kollega.web.calendar.settings.forms import ExceptionForm
from kollega.web.date_text import read_time
from kollega.web.refused import show_in

LINES = 3
DAYS = 7


@dataclass(frozen=True, slots=True)
class Typed:
    """One window as typed text; `rhythm` is in which weeks it holds."""

    starts: str = ""
    ends: str = ""
    room: str = ""
    rhythm: str = Rhythm.EVERY.value


@dataclass(frozen=True, slots=True)
class Line:
    """One window as it stands in the form, in which weeks it can be made to hold, and what is wrong with it."""

    name: str
    typed: Typed
    rhythms: list[tuple[str, str]]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    number: int
    name: str
    lines: list[Line] = field(default_factory=list)


def minutes_of(window: WeeklyHours) -> int:
    """The length of a weekly window; an end of 00:00 is midnight."""
    end = window.ends.hour * 60 + window.ends.minute or 24 * 60
    return end - (window.starts.hour * 60 + window.starts.minute)


@practice_page(Permission.CALENDAR_SEE)
def week(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """The week of one clinician: up to three windows a day."""
    found = hours(request.actor, membership_id=membership_id, since=_today(request))
    if request.method != "POST":
        return _show(request, found, _days(found, _texts(found)))
    texts = _typed(request.POST)
    entries, order, errors = _entries(texts, found)
    if not errors:
        try:
            set_week(request.actor, membership_id=membership_id, entries=entries)
        except BadInput as refusal:
            sentences = field_sentences(refusal)
            errors = {_line_of(order, name): words for name, words in sentences.items()}
        else:
            messages.success(request, _("Working hours saved."))
            return redirect("calendar:hours", slug(request), membership_id)
    return _show(request, found, _days(found, texts, errors), status=422)


@practice_page(Permission.CALENDAR_SEE)
def exception(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """Add days off, or days with other hours."""
    found = hours(request.actor, membership_id=membership_id, since=_today(request))
    form = _exception_form(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_exception(request.actor, membership_id=membership_id, entry=form.entry())
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Exception added."))
            return redirect("calendar:hours", slug(request), membership_id)
    return _show(request, found, _days(found, _texts(found)), form=form, status=422 if form.errors else 200)


@practice_page(Permission.CALENDAR_SEE)
@require_POST
def remove(request: PracticeRequest, membership_id: UUID, exception_id: UUID) -> HttpResponse:
    """Remove an exception of this clinician."""
    found = hours(request.actor, membership_id=membership_id)
    if exception_id not in {one.id for one in found.exceptions}:
        raise NotFound
    remove_exception(request.actor, exception_id=exception_id)
    messages.success(request, _("Exception removed."))
    return redirect("calendar:hours", slug(request), membership_id)


def _today(request: PracticeRequest) -> Any:
    return request.actor.at.astimezone(request.actor.timezone).date()


def _stored(found: Hours) -> dict[str, WeeklyHours]:
    """The stored windows by the name of their line: weekday and number. What is beyond the lines has none."""
    named: dict[str, WeeklyHours] = {}
    for day in range(DAYS):
        windows = [window for window in found.weekly if window.weekday == day]
        named |= {f"{day}-{number}": window for number, window in enumerate(windows[:LINES])}
    return named


def _texts(found: Hours) -> dict[str, Typed]:
    return {
        name: Typed(
            f"{window.starts:%H:%M}",
            f"{window.ends:%H:%M}",
            str(window.room_id) if window.room_id else "",
            window.rhythm.value,
        )
        for name, window in _stored(found).items()
    }


def _typed(post: QueryDict) -> dict[str, Typed]:
    names = [f"{day}-{number}" for day in range(DAYS) for number in range(LINES)]
    return {
        name: Typed(
            post.get(f"starts-{name}", ""),
            post.get(f"ends-{name}", ""),
            post.get(f"room-{name}", ""),
            post.get(f"rhythm-{name}", Rhythm.EVERY.value),
        )
        for name in names
    }


def _entries(texts: dict[str, Typed], found: Hours) -> tuple[list[WeeklyEntry], list[str], dict[str, str]]:
    """The windows that were typed, the names of their lines, and what could not be read.

    What the page does not ask about, such as from when a window holds, stays as it is stored.
    """
    stored = _stored(found)
    entries: list[WeeklyEntry] = []
    order: list[str] = []
    errors: dict[str, str] = {}
    for name, typed in texts.items():
        if not typed.starts.strip() and not typed.ends.strip():
            continue
        first, last = read_time(typed.starts), _end(typed.ends)
        if first is None or last is None:
            errors[name] = _("Enter a start and an end, for example 9 and 12:30.")
            continue
        before = stored.get(name)
        try:
            room_id = UUID(typed.room) if typed.room else None
            rhythm = Rhythm(typed.rhythm)
        except ValueError as error:
            raise NotFound from error
        entries.append(
            WeeklyEntry(
                weekday=int(name[0]),
                starts=first,
                ends=last,
                valid_from=before.valid_from if before else None,
                valid_until=before.valid_until if before else None,
                room_id=room_id,
                place=before.place if before else "",
                rhythm=rhythm,
            )
        )
        order.append(name)
    shown = {window.id for window in stored.values()}
    return [*entries, *(_entry(window) for window in found.weekly if window.id not in shown)], order, errors


def _entry(window: WeeklyHours) -> WeeklyEntry:
    return WeeklyEntry(
        window.weekday,
        window.starts,
        window.ends,
        window.valid_from,
        window.valid_until,
        window.room_id,
        window.place,
        window.rhythm,
    )


def _line_of(order: list[str], field_name: str) -> str:
    """The line that a refused entry was typed in; the last one when it meets a window that the page does not show."""
    number = int(field_name.partition(".")[0])
    return order[min(number, len(order) - 1)] if order else "0-0"


def _end(text: str) -> time | None:
    """24 and 24:00 are midnight at the end of the day."""
    return time(0) if text.strip() in {"24", "24:00", "24.00"} else read_time(text)


def _days(found: Hours, texts: dict[str, Typed], errors: dict[str, str] | None = None) -> list[Day]:
    wrong, stored = errors or {}, _stored(found)
    days = []
    for day in range(DAYS):
        names = [f"{day}-{number}" for number in range(LINES)]
        lines = [
            Line(name, texts.get(name, Typed()), _rhythms(stored.get(name)), error=wrong.get(name, ""))
            for name in names
        ]
        days.append(Day(day, day_words.capital(day_words.weekday_name(day)), lines))
    return days


def _rhythms(stored: WeeklyHours | None) -> list[tuple[str, str]]:
    """In which weeks a window can hold; every second one from a date only where it does so already."""
    found = [
        (Rhythm.EVERY.value, _("every week")),
        (Rhythm.ODD.value, _("odd weeks")),
        (Rhythm.EVEN.value, _("even weeks")),
    ]
    if stored and stored.rhythm is Rhythm.SECOND and stored.valid_from:
        words = _("every second week from %(day)s") % {"day": day_words.short_day(stored.valid_from)}
        found.append((Rhythm.SECOND.value, words))
    return found


def _exception_form(request: PracticeRequest, data: Any) -> ExceptionForm:
    return ExceptionForm(data, rooms=rooms(request.actor), today=lambda: _today(request))


def _member(request: PracticeRequest, membership_id: UUID) -> CalendarMember:
    found = next((one for one in clinicians(request.actor) if one.id == membership_id), None)
    if found is None:
        raise NotFound
    return found


def _show(
    request: PracticeRequest,
    found: Hours,
    days: list[Day],
    *,
    form: ExceptionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if request.method == "POST" and not found.may_change:
        raise Forbidden
    own_rooms = rooms(request.actor)
    named = {room.id: room.name for room in own_rooms}
    exceptions = [
        {
            "id": one.id,
            "days": day_words.full_day(one.first_day)
            if one.first_day == one.last_day
            else day_words.days_from_to(one.first_day, one.last_day),
            "words": f"{one.starts:%H:%M}–{one.ends:%H:%M}" if one.starts and one.ends else _("off"),
            "room": named.get(one.room_id, "") if one.room_id else "",
            "reason": one.reason,
        }
        for one in found.exceptions
    ]
    context = {
        "area": "settings",
        "practice_slug": slug(request),
        "member": _member(request, found.membership_id),
        "own": found.membership_id == request.actor.membership_id,
        "days": days,
        "rooms": [(str(room.id), room.name) for room in own_rooms],
        "exceptions": exceptions,
        "form": form or _exception_form(request, None),
        "may_change": found.may_change,
    }
    return render(request, "calendar/settings/hours.html", context, status=status)
