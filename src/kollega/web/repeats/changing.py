"""This one, the following or all dates: asked first, shown date by date, then done as shown."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.edge.access import PracticeRequest
from kollega.edge.answers import sentence
from kollega.kernel.errors import BadInput
from kollega.scheduling.enums import KEEP
from kollega.scheduling.errors import DatesTaken, NotRepeating, OutsideWorkingHours
from kollega.scheduling.operations.cancelling_repeats import cancel_repeating
from kollega.scheduling.operations.changing_repeats import change_repeating
from kollega.scheduling.queries.appointments import AppointmentDetails
from kollega.scheduling.queries.repeated import ChangePreview, Scope, Wanted, preview_change
from kollega.web.calendar import day_words
from kollega.web.calendar.answers import add_events
from kollega.web.calendar.offers import Offers
from kollega.web.calendar.practice_address import slug
from kollega.web.repeats.answers import done
from kollega.web.repeats.booking import carried_fields
from kollega.web.repeats.words import change_words, choices_in, lines_of


def many(request: PracticeRequest) -> bool:
    """Tell whether several dates are meant."""
    return request.POST.get("scope") in {Scope.FOLLOWING, Scope.ALL}


def cancel_dates(request: PracticeRequest, appointment_id: UUID, data: dict[str, Any]) -> HttpResponse:
    """Cancel the dates in scope, and say how many."""
    gone = cancel_repeating(
        request.actor,
        appointment_id=appointment_id,
        scope=Scope(request.POST["scope"]),
        reason=data["reason"],
        late=data["late"] == "late",
    )
    count = len(gone.appointment_ids)
    words = ngettext("%(count)s date cancelled.", "%(count)s dates cancelled.", count) % {"count": count}
    return done(request, words, undo=gone.change_id)


def ask_which(request: PracticeRequest, found: AppointmentDetails) -> HttpResponse:
    """The question after a drop: this one, the following or all. Nothing has moved yet."""
    starts = found.event.starts_at.astimezone(request.actor.timezone)
    response = render(
        request,
        "repeats/which.html",
        {
            "area": "calendar",
            "practice_slug": slug(request),
            "action": request.path,
            "when": f"{day_words.short_day(starts.date())} {day_words.clock(starts)}",
            "carried": carried_fields(request),
            "event": found.event,
        },
    )
    response.headers["HX-Retarget"] = "#dialog-host"
    response.headers["HX-Reswap"] = "innerHTML"
    add_events(response, {"calendar-changed": True})
    return response


def change_dates(request: PracticeRequest, found: AppointmentDetails, wanted: Wanted, offers: Offers) -> HttpResponse:
    """Answer with what becomes of each date, or do what was shown."""
    scope, appointment_id = Scope(request.POST["scope"]), found.event.id or UUID(int=0)
    wanted = _real(found, wanted, request)
    look: dict[str, Any] = {"appointment_id": appointment_id, "scope": scope, "wanted": wanted}
    if "listed" not in request.POST:
        return _list(request, preview_change(request.actor, **look), offers)
    version = request.POST.get("version", "")
    try:
        changed = change_repeating(
            request.actor,
            **look,
            choices=choices_in(request.POST.dict()),
            outside_hours_reason=request.POST.get("outside_hours_reason", ""),
            version=int(version) if version.isdigit() else None,
        )
    except (DatesTaken, OutsideWorkingHours) as refusal:
        fresh = preview_change(request.actor, **look)
        return _list(request, fresh, offers, status=409, refused=sentence(refusal))
    except (BadInput, ValueError):
        fresh = preview_change(request.actor, **look)
        return _list(request, fresh, offers, status=422, refused=_("Choose at least one date."))
    count = len(changed.appointment_ids)
    words = ngettext("%(count)s date changed.", "%(count)s dates changed.", count) % {"count": count}
    return done(request, words, undo=changed.change_id)


def _real(found: AppointmentDetails, wanted: Wanted, request: PracticeRequest) -> Wanted:
    """A start that stays is no new start."""
    starts = found.event.starts_at.astimezone(request.actor.timezone).replace(tzinfo=None)
    return replace(wanted, starts_at=KEEP) if wanted.starts_at == starts else wanted


def _list(
    request: PracticeRequest, shown: ChangePreview, offers: Offers, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    if not shown.dates:
        raise NotRepeating
    zone = request.actor.timezone
    typed = request.POST.dict() if "listed" in request.POST else None
    lines = lines_of([one.planned for one in shown.dates], zone, offers, typed)
    chosen = sum(line.taken_along for line in lines)
    kept = ngettext(
        "%(count)s date has begun, is signed or belongs to a colleague, and stays.",
        "%(count)s dates have begun, are signed or belong to a colleague, and stay.",
        shown.untouched,
    ) % {"count": shown.untouched}
    response = render(
        request,
        "repeats/dates.html",
        {
            "area": "calendar",
            "practice_slug": slug(request),
            "action": request.path,
            "sentence": kept if shown.untouched else "",
            "changing": True,
            "lines": lines,
            "carried": carried_fields(request),
            "refused": refused,
            "outside": any(one.planned.outside_hours for one in shown.dates),
            "reason": request.POST.get("outside_hours_reason", ""),
            "book_words": change_words(chosen),
            "book_one": change_words(1),
            "book_many": change_words(7).replace("7", "{n}"),
            "sum_many": _sum("{n}", "{m}"),
            "sum_words": _sum(chosen, len(lines) - chosen),
        },
        status=status,
    )
    response.headers["HX-Retarget"] = "#panel-host"
    add_events(response, {"dialog-close": True})
    return response


def _sum(count: int | str, left: int | str) -> str:
    return _("To change: %(count)s, stay as they are: %(left)s") % {"count": count, "left": left}
