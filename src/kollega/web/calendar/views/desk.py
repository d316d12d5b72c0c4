"""The front desk: the day of everybody whose calendar one works in, to greet clients and to print (B9, area T)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import Kind, Status
from kollega.scheduling.queries.calendar import CalendarEvent, calendar_range
from kollega.scheduling.rules.attendance import choices
from kollega.web.calendar import day_words
from kollega.web.calendar.cards import Card, card_of
from kollega.web.calendar.practice_address import slug
from kollega.web.calendar.views.calendar import surroundings
from kollega.web.ids import id_in

# What a front desk says of a visit, in this order; back to booked takes a wrong press back.
SAYS: dict[Status, Promise] = {
    Status.ARRIVED: _("Arrived"),
    Status.NO_SHOW: _("No-show"),
    Status.BOOKED: _("Not here yet"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A button of a row."""

    status: Status
    words: Promise


@dataclass(frozen=True, slots=True)
class Arrival:
    """One visit of the day. `who` is whose calendar it stands in, `tone` the colour of its status."""

    card: Card
    who: str
    buttons: tuple[Said, ...]
    tone: str


CANCELLED = {Status.CANCELLED, Status.LATE_CANCELLED}
TONES = {Status.ARRIVED: "good", Status.COMPLETED: "good", Status.NO_SHOW: "bad"}


@practice_page(Permission.APPOINTMENT_CHANGE)
def desk(request: PracticeRequest) -> HttpResponse:
    """The visits of a day by time, of one calendar when asked."""
    actor, practice = request.actor, slug(request)
    today = actor.at.astimezone(actor.timezone).date()
    day, person = _day(request, today), id_in(request.GET.get("who", ""))
    found = calendar_range(actor, first=day, last=day)
    around, names = surroundings(request, found), {one.id: one.name for one in found.clinicians}
    rows = []
    for event in found.events:
        card = card_of(event, day, around, in_room=False)
        if card is None or event.kind is not Kind.VISIT or (person and event.clinician_id != person):
            continue
        if event.status not in CANCELLED:
            rows.append(Arrival(card, names.get(event.clinician_id, ""), _buttons(actor, event), _tone(event)))
    here = sum(1 for row in rows if row.card.status == Status.ARRIVED)
    context = {
        "area": "desk",
        "practice_slug": practice,
        "day": day_words.capital(day_words.full_day(day)),
        "tab_title": day_words.short_day(day),
        "rows": rows,
        "count_words": ngettext("%(count)s appointment", "%(count)s appointments", len(rows)) % {"count": len(rows)},
        "here_words": ngettext("%(count)s waits", "%(count)s wait", here) % {"count": here},
        "people": [(id_, name, _address(practice, day, today, id_)) for id_, name in names.items()],
        "person": person,
        "everybody_url": _address(practice, day, today, None),
        "earlier_url": _address(practice, day - timedelta(days=1), today, person),
        "later_url": _address(practice, day + timedelta(days=1), today, person),
        "today_url": "" if day == today else _address(practice, today, today, person),
        "may_book": actor.may(Permission.APPOINTMENT_BOOK),
    }
    return render(request, "calendar/desk.html", context)


def _day(request: HttpRequest, today: date) -> date:
    try:
        return datetime.strptime(request.GET.get("date", ""), "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return today


def _address(practice: str, day: date, today: date, person: UUID | None) -> str:
    asked = [f"date={day.isoformat()}"] if day != today else []
    asked += [f"who={person}"] if person else []
    return reverse("calendar:desk", args=[practice]) + (f"?{'&'.join(asked)}" if asked else "")


def _buttons(actor: Actor, event: CalendarEvent) -> tuple[Said, ...]:
    """What may be said now: a delegate who may not cancel does not say that somebody stayed away."""
    if event.status is None or not event.may_attend:
        return ()
    possible = choices(event.status, starts_at=event.starts_at, now=actor.at, zone=actor.timezone)
    return tuple(Said(status, words) for status, words in SAYS.items() if status in possible and _fits(event, status))


def _fits(event: CalendarEvent, wanted: Status) -> bool:
    """Only what differs is offered, and nothing once the visit is over."""
    if event.status is Status.COMPLETED:
        return False
    if wanted is Status.BOOKED:
        return event.status in {Status.ARRIVED, Status.NO_SHOW}
    return wanted is not Status.NO_SHOW or event.may_cancel


def _tone(event: CalendarEvent) -> str:
    return TONES.get(event.status, "") if event.status else ""
