"""More dates for what repeats: how many or until when, each date as it would be, then exactly what the list shows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.kernel.errors import BadInput, Refusal
from kollega.kernel.permissions import Permission
from kollega.scheduling.errors import DatesTaken, OutsideWorkingHours
from kollega.scheduling.operations.extending_repeats import extend_repeating
from kollega.scheduling.queries.extending import preview_extension
from kollega.scheduling.queries.repeat_dates import repeat_dates
from kollega.scheduling.rules.planning import PlannedDate
from kollega.web.calendar.offers import offers_for
from kollega.web.calendar.practice_address import slug
from kollega.web.plans.refusals import PLAN_REFUSALS
from kollega.web.refused import show_in
from kollega.web.repeats.answers import done
from kollega.web.repeats.forms import FurtherForm
from kollega.web.repeats.words import book_words, choices_in, lines_of, sentence_of, sum_words

USUAL = 5


@practice_page(Permission.APPOINTMENT_BOOK)
def extend(request: PracticeRequest, repeated_appointment_id: UUID) -> HttpResponse:
    """The dates with which it would go on, and booking them as shown."""
    actor = request.actor
    sent = request.POST if request.method == "POST" else None
    form = FurtherForm(sent, initial={"times": USUAL}, today=lambda: actor.at.astimezone(actor.timezone).date())
    if sent is not None and not form.is_valid():
        return _show(request, repeated_appointment_id, form, [], status=422)
    wanted = form.wanted if sent is not None else {"count": USUAL, "until": None}
    if sent is None or "listed" not in sent or "look" in sent:
        return _look(request, repeated_appointment_id, form, wanted)
    try:
        booked = extend_repeating(
            actor,
            appointment_id=repeated_appointment_id,
            choices=choices_in(sent.dict()),
            outside_hours_reason=sent.get("outside_hours_reason", ""),
            **wanted,
        )
    except (DatesTaken, OutsideWorkingHours) as refusal:
        return _look(request, repeated_appointment_id, form, wanted, refused=refusal)
    except (BadInput, ValueError) as wrong:
        if isinstance(wrong, BadInput) and "dates" not in wrong.fields:
            return _look(request, repeated_appointment_id, form, wanted)
        return _look(request, repeated_appointment_id, form, wanted, words=_("Choose at least one date."))
    except PLAN_REFUSALS as refusal:
        return _look(request, repeated_appointment_id, form, wanted, refused=refusal)
    count = len(booked.appointment_ids)
    words = ngettext("%(count)s appointment booked.", "%(count)s appointments booked.", count) % {"count": count}
    return done(request, words, undo=booked.change_id)


def _look(
    request: PracticeRequest,
    appointment_id: UUID,
    form: FurtherForm,
    wanted: dict[str, Any],
    *,
    refused: Refusal | None = None,
    words: str = "",
) -> HttpResponse:
    """Show the dates anew, with what stood in the way; a rule that cannot go on so far is said at its field."""
    try:
        dates = preview_extension(request.actor, appointment_id=appointment_id, **wanted)
    except BadInput as refusal:
        if not form.is_bound:
            form = FurtherForm({"times": str(USUAL)}, today=request.actor.at.date)
            form.is_valid()
        show_in(form, BadInput(fields={NAMES.get(name, name): text for name, text in refusal.fields.items()}))
        return _show(request, appointment_id, form, [], status=422 if request.method == "POST" else 200)
    status = refused.status if refused else 422 if words else 200
    return _show(request, appointment_id, form, dates, status=status, refused=sentence(refused) if refused else words)


NAMES = {"count": "times", "until": "last"}


def _show(
    request: PracticeRequest,
    appointment_id: UUID,
    form: FurtherForm,
    dates: Sequence[PlannedDate],
    *,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    known = repeat_dates(request.actor, appointment_id=appointment_id)
    typed = request.POST.dict() if "listed" in request.POST and "look" not in request.POST else None
    lines = lines_of(dates, request.actor.timezone, offers_for(request.actor), typed)
    chosen = sum(line.taken_along for line in lines)
    return render(
        request,
        "repeats/extend.html",
        {
            "area": "calendar",
            "practice_slug": slug(request),
            "appointment_id": appointment_id,
            "form": form,
            "sentence": sentence_of(known.rule),
            "lines": lines,
            "refused": refused,
            "outside": any(one.outside_hours for one in dates),
            "reason": request.POST.get("outside_hours_reason", ""),
            "book_words": book_words(chosen),
            "book_one": book_words(1),
            "book_many": book_words(7).replace("7", "{n}"),
            "sum_many": sum_words("{n}", "{m}"),
            "sum_words": sum_words(chosen, len(lines) - chosen),
        },
        status=status,
    )
