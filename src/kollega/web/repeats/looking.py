"""The dates while the sentence is typed: a look that stores nothing and says nothing about what is half typed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import BadInput, NotFound
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import Kind
from kollega.scheduling.queries.repeating import Wish, preview_repeating
from kollega.web.calendar.forms.visits import BlockForm, VisitForm
from kollega.web.calendar.offers import Offers, offers_for
from kollega.web.repeats.booking import repeat_form
from kollega.web.repeats.words import lines_of, sentence_of


@practice_page(Permission.APPOINTMENT_BOOK)
@require_POST
def look_visits(request: PracticeRequest) -> HttpResponse:
    """The dates of the booking form as it stands."""
    offers = offers_for(request.actor)
    form = VisitForm(request.POST, **_options(request, offers))
    if not _readable(form, "date", "start", "minutes", "clinician"):
        return _nothing(request)
    wish = Wish(
        form.clinician_id,
        service_id=form.service_id,
        minutes=form.cleaned_data["minutes"],
        room_id=form.room_id,
        place=form.chosen_place,
    )
    return _dates(request, form, wish, offers)


@practice_page(Permission.APPOINTMENT_BOOK)
@require_POST
def look_blocks(request: PracticeRequest) -> HttpResponse:
    """The dates of private time as it stands."""
    offers = offers_for(request.actor)
    form = BlockForm(request.POST, **_options(request, offers))
    if not _readable(form, "date", "start", "end", "clinician"):
        return _nothing(request)
    data = form.cleaned_data
    length = datetime.combine(data["date"], data["end"]) - datetime.combine(data["date"], data["start"])
    wish = Wish(UUID(data["clinician"]), kind=Kind.BLOCK, minutes=int(length.total_seconds() // 60), room_id=None)
    return _dates(request, form, wish, offers)


def _options(request: PracticeRequest, offers: Offers) -> dict[str, Any]:
    actor = request.actor
    return {"offers": offers, "today": lambda: actor.at.astimezone(actor.timezone).date()}


def _readable(form: Form, *names: str) -> bool:
    """Tell whether these fields, service, room and place can be read; who comes does not matter for a look."""
    form.full_clean()
    return not form.errors.keys() & {*names, "service", "room", "place", "slot"}


def _nothing(request: PracticeRequest) -> HttpResponse:
    return render(request, "repeats/look.html", {"lines": []})


def _dates(request: PracticeRequest, form: Form, wish: Wish, offers: Offers) -> HttpResponse:
    repeat = repeat_form(request)
    if not repeat.repeats or not repeat.is_valid():
        return _nothing(request)
    rule = repeat.rule(form.cleaned_data["date"], form.cleaned_data["start"])
    try:
        dates = preview_repeating(request.actor, rule=rule, wish=wish)
    except (BadInput, NotFound):
        return _nothing(request)
    lines = lines_of(dates, request.actor.timezone, offers)
    taken = sum(bool(line.options) for line in lines)
    words = ngettext("%(count)s date needs a decision.", "%(count)s dates need a decision.", taken) % {"count": taken}
    return render(
        request,
        "repeats/look.html",
        {
            "sentence": sentence_of(rule),
            "lines": lines,
            "found_words": words if taken else _("All dates are free."),
        },
    )
