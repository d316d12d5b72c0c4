"""The waiting list as staff keep it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kollega.clients.queries.search import ClientChoice, choices_by_id, client_choices
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import BadInput
from kollega.kernel.permissions import Permission
from kollega.online.operations.waiting import add_waiting, remove_waiting
from kollega.online.queries.waiting import WaitingRow, waiting_list
from kollega.practices.queries.practices import practice
from kollega.scheduling.enums import Place
from kollega.scheduling.queries.offers import clinicians, services
from kollega.web.online.day_words import PART_WORDS, clock_words, moment_words, short_day
from kollega.web.online.facts import place_words
from kollega.web.online.waiting_forms import AddForm, weekday_names, wish_from
from kollega.web.refused import show_in


@practice_page(Permission.APPOINTMENT_BOOK)
@require_GET
def entries(request: PracticeRequest) -> HttpResponse:
    rows = [_view(request, row) for row in waiting_list(request.actor)]
    context = {"rows": rows, "slug": practice(request.actor).slug, "area": "requests"}
    return render(request, "online/setup/waiting.html", context)


@practice_page(Permission.APPOINTMENT_BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PracticeRequest) -> HttpResponseBase:
    actor = request.actor
    form = AddForm(
        request.POST if request.method == "POST" else None,
        today=actor.at.astimezone(actor.timezone).date(),
        clients=[(str(one.id), _words(one)) for one in _choices(request)],
        services=[(str(one.id), one.name) for one in services(actor)],
        clinicians=[(str(one.id), one.name) for one in clinicians(actor)],
    )
    slug = practice(actor).slug
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        clinician_id = UUID(data["clinician"]) if data["clinician"] else None
        wish = wish_from(data, service_id=UUID(data["service"]), clinician_id=clinician_id)
        try:
            add_waiting(actor, client_id=UUID(data["client"]), wish=wish, place=Place(data["place"]))
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("On the waiting list."))
            return redirect("online_setup:waiting", slug)
    context = {"form": form, "slug": slug, "q": request.GET.get("q", ""), "area": "requests"}
    return render(request, "online/setup/add_waiting.html", context, status=422 if form.errors else 200)


@practice_page(Permission.APPOINTMENT_BOOK)
@require_POST
def remove(request: PracticeRequest, entry_id: UUID) -> HttpResponseBase:
    remove_waiting(request.actor, entry_id=entry_id)
    messages.success(request, _("Taken off the waiting list."))
    return redirect("online_setup:waiting", practice(request.actor).slug)


def _choices(request: PracticeRequest) -> list[ClientChoice]:
    """The chosen client of a form that was sent, else those the search finds, else the last ones worked with."""
    chosen = request.POST.get("client", "")
    if chosen:
        try:
            return choices_by_id(request.actor, client_ids=[UUID(chosen)])
        except ValueError:
            return []
    return client_choices(request.actor, text=request.GET.get("q", ""), limit=20)


def _words(one: ClientChoice) -> str:
    return f"{one.name.full}, {one.born_on.isoformat()}" if one.born_on else one.name.full


def _view(request: PracticeRequest, row: WaitingRow) -> dict[str, Any]:
    """One entry in words."""
    zone = request.actor.timezone
    names = dict(weekday_names())
    return {
        "row": row,
        "clinician": row.clinician_name or _("Anyone"),
        "place": place_words(row.place),
        "days": ", ".join(names[str(day)] for day in row.weekdays) or _("any day"),
        "parts": ", ".join(str(PART_WORDS[part]) for part in row.parts),
        "until": short_day(row.until),
        "since": short_day(row.added_at.astimezone(zone).date()),
        "offered": moment_words(row.offered_at, zone) if row.offered_at else "",
        "offer_until": clock_words(row.offer_until, zone) if row.offer_until else "",
    }
