"""A client's own visit, opened by the secret of its link: see, move, cancel, take into a calendar (BK-9)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kollega.edge.answers import sentence
from kollega.kernel.errors import Conflict
from kollega.notices.rules.calendar_file import Invite
from kollega.notices.rules.calendar_file import calendar_file as file_of
from kollega.online.errors import TimeChosenGone
from kollega.online.operations.changing import cancel_own, move_own
from kollega.online.queries.visits import OwnVisit, own_visit, times_to_move
from kollega.platform.requests import before_transaction
from kollega.scheduling.enums import Place, Status
from kollega.scheduling.rules.localtime import local_day
from kollega.web.online.day_words import button_of, clock_words, day_words, days_of, short_moment, week_words
from kollega.web.online.door import VisitorRequest, secret_page
from kollega.web.online.facts import Fact, place_words
from kollega.web.online.path import day_asked
from kollega.web.online.rechecking import recheck_visit

WEEK = timedelta(days=7)
FARTHEST = timedelta(days=365)


@secret_page
@require_GET
def visit(request: VisitorRequest, secret: str) -> HttpResponse:
    found = own_visit(request.actor, secret=secret)
    return render(request, "online/visit.html", {**_context(request, found, secret), "new": "new" in request.GET})


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: VisitorRequest, secret: str) -> HttpResponseBase:
    """GET asks; only POST cancels."""
    if request.method == "POST":
        try:
            cancel_own(request.actor, secret=secret)
        except Conflict as refusal:
            found = own_visit(request.actor, secret=secret)
            context = {**_context(request, found, secret), "refused": sentence(refusal)}
            return render(request, "online/visit.html", context, status=refusal.status)
        return redirect("online:visit", secret)
    found = own_visit(request.actor, secret=secret)
    if not found.may_change:
        return redirect("online:visit", secret)
    return render(request, "online/cancel.html", _context(request, found, secret))


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
@before_transaction(recheck_visit)
def move(request: VisitorRequest, secret: str) -> HttpResponseBase:
    """GET shows other times; only POST moves."""
    found = own_visit(request.actor, secret=secret)
    if request.method != "POST":
        return _times(request, found, secret) if found.may_move else redirect("online:visit", secret)
    try:
        starts_at = datetime.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        return _times(request, found, secret, status=422)
    if starts_at.tzinfo is None:
        return _times(request, found, secret, status=422)
    try:
        move_own(request.actor, secret=secret, starts_at=starts_at)
    except TimeChosenGone as refusal:
        return _times(request, found, secret, gone=refusal, status=refusal.status)
    except Conflict as refusal:
        context = {**_context(request, found, secret), "refused": sentence(refusal)}
        return render(request, "online/visit.html", context, status=refusal.status)
    return redirect("online:visit", secret)


@secret_page
@require_GET
def calendar_file(request: VisitorRequest, secret: str) -> HttpResponse:
    found = own_visit(request.actor, secret=secret)
    made = file_of(
        Invite(
            uid=found.uid,
            sequence=found.sequence,
            zone=request.actor.zone,
            summary=_("Appointment, %(practice)s") % {"practice": found.practice_name},
            location=found.practice_name if found.place is Place.IN_PERSON else "",
            description="",
            url=f"{settings.PUBLIC_URL}{reverse('online:visit', args=[secret])}",
            starts_at=found.starts_at,
            ends_at=found.ends_at,
            cancelled=not found.is_coming,
            stamp=request.actor.at,
        )
    )
    headers = {"Content-Disposition": 'attachment; filename="appointment.ics"'}
    return HttpResponse(made, content_type="text/calendar; charset=utf-8", headers=headers)


def _times(
    request: VisitorRequest, found: OwnVisit, secret: str, *, gone: TimeChosenGone | None = None, status: int = 200
) -> HttpResponse:
    zone = request.actor.timezone
    today = local_day(request.actor.at, zone)
    first = day_asked(request.GET, today, today + FARTHEST)
    offered = times_to_move(request.actor, secret=secret, first=first, last=first + WEEK - timedelta(days=1))
    upcoming = offered.next_free
    here = reverse("online:move", args=[secret])
    context = {
        **_context(request, found, secret),
        "days": days_of(list(offered.slots), zone),
        "week": week_words(first),
        "earlier_url": f"{here}?from={max(today, first - WEEK)}" if first > today else "",
        "later_url": f"{here}?from={first + WEEK}" if offered.slots or upcoming else "",
        "next_free": short_moment(upcoming.starts_at, zone) if upcoming else "",
        "next_url": f"{here}?from={local_day(upcoming.starts_at, zone)}" if upcoming else "",
        "gone": sentence(gone) if gone else "",
        "alternatives": [
            button_of(s.starts_at, zone, with_day=True) for s in (gone.details["alternatives"] if gone else ())
        ],
    }
    return render(request, "online/move.html", context, status=status)


def _context(request: VisitorRequest, found: OwnVisit, secret: str) -> dict[str, object]:
    zone = request.actor.timezone
    day = found.starts_at.astimezone(zone).date()
    times = f"{clock_words(found.starts_at, zone)} – {clock_words(found.ends_at, zone)}"
    return {
        "visit": found,
        "secret": secret,
        "practice_name": found.practice_name,
        "day": day_words(day),
        "times": times,
        "year": day.year if day.year != request.actor.at.astimezone(zone).year else "",
        "zone": request.actor.zone if found.place is Place.VIDEO else "",
        "asked": found.status is Status.REQUESTED,
        "facts": [
            Fact(label, value)
            for label, value in (
                (_("Service"), found.service),
                (_("With"), found.clinician),
                (_("Where"), place_words(found.place)),
                (_("Practice"), found.practice_name),
            )
            if value
        ],
    }
