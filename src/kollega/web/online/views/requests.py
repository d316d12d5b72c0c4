"""Visits that were asked for: accept or decline."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.kernel.errors import Conflict
from kollega.kernel.permissions import Permission
from kollega.online.operations.answering import accept_request, decline_request
from kollega.online.queries.requests import open_requests
from kollega.practices.queries.practices import practice
from kollega.web.online.day_words import moment_words, short_moment
from kollega.web.online.facts import place_words


@practice_page(Permission.APPOINTMENT_CHANGE)
@require_GET
def requests(request: PracticeRequest) -> HttpResponse:
    zone = request.actor.timezone
    rows = [
        {
            "row": row,
            "when": moment_words(row.starts_at, zone),
            "asked": short_moment(row.asked_at, zone),
            "place": place_words(row.place),
        }
        for row in open_requests(request.actor)
    ]
    context = {"rows": rows, "slug": practice(request.actor).slug, "area": "requests", "tab": "requests"}
    return render(request, "online/setup/requests.html", context)


@practice_page(Permission.APPOINTMENT_CHANGE)
@require_POST
def accept(request: PracticeRequest, appointment_id: UUID) -> HttpResponseBase:
    return _answered(request, lambda: accept_request(request.actor, appointment_id=appointment_id), _("Accepted."))


@practice_page(Permission.APPOINTMENT_CHANGE)
@require_POST
def decline(request: PracticeRequest, appointment_id: UUID) -> HttpResponseBase:
    return _answered(request, lambda: decline_request(request.actor, appointment_id=appointment_id), _("Declined."))


def _answered(request: PracticeRequest, work: Callable[[], None], done: str) -> HttpResponseBase:
    try:
        work()
    except Conflict as refusal:
        messages.warning(request, sentence(refusal))
    else:
        messages.success(request, done)
    return redirect("online_setup:requests", practice(request.actor).slug)
