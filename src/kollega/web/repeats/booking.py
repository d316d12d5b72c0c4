"""Booking what repeats: the list of all dates first, then exactly what the list shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.edge.access import PracticeRequest
from kollega.edge.answers import sentence
from kollega.kernel.errors import BadInput
from kollega.notices.operations.inviting import invite_repeating
from kollega.scheduling.errors import DatesTaken, OutsideWorkingHours, TooManyClients
from kollega.scheduling.operations.repeating import RepeatBooked, book_repeating
from kollega.scheduling.queries.repeating import Wish, preview_repeating
from kollega.scheduling.rules.planning import PlannedDate
from kollega.scheduling.rules.recurring import Rule
from kollega.web.calendar.offers import Offers
from kollega.web.calendar.practice_address import slug
from kollega.web.plans.refusals import PLAN_REFUSALS
from kollega.web.refused import show_in
from kollega.web.repeats.answers import done
from kollega.web.repeats.forms import RepeatForm
from kollega.web.repeats.words import book_words, choices_in, lines_of, sentence_of, sum_words

# What the list's own form sends; everything else is carried along from the form before.
OWN_FIELDS = ("csrfmiddlewaretoken", "idempotency_key", "listed", "back", "outside_hours_reason")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to repeat: the first day and hour, what every date is, for whom, with which line or title."""

    first: date
    starts: time
    wish: Wish
    client_id: UUID | None = None
    other_client_ids: Collection[UUID] = ()
    text: str = ""


def repeat_form(request: PracticeRequest) -> RepeatForm:
    """The sentence as it was sent, or an empty one."""
    actor = request.actor
    sent = request.POST if request.method == "POST" else None
    return RepeatForm(sent, initial={"times": 10}, today=lambda: actor.at.astimezone(actor.timezone).date())


def book_dates(request: PracticeRequest, repeat: RepeatForm, asked: Asked, offers: Offers) -> HttpResponse | None:
    """Answer with the list of dates, or book what it showed; None when the form itself is to be shown again."""
    if "back" in request.POST or not repeat.is_valid():
        return None
    rule = repeat.rule(asked.first, asked.starts)
    try:
        if "listed" not in request.POST:
            return _list(request, rule, preview_repeating(request.actor, rule=rule, wish=asked.wish), offers)
        booked = _book(request, rule, asked)
        words = [_words(booked), *_told_words(request, asked, booked)]
        return done(request, " ".join(words), undo=booked.change_id)
    except DatesTaken as refusal:
        return _list(request, rule, refusal.dates, offers, status=409, refused=sentence(refusal))
    except OutsideWorkingHours as refusal:
        dates = preview_repeating(request.actor, rule=rule, wish=asked.wish)
        return _list(request, rule, dates, offers, status=409, refused=sentence(refusal))
    except BadInput as refusal:
        if "listed" in request.POST and "dates" in refusal.fields:
            dates = preview_repeating(request.actor, rule=rule, wish=asked.wish)
            return _list(request, rule, dates, offers, status=422, refused=_("Choose at least one date."))
        show_in(repeat, _named(refusal))
    except (*PLAN_REFUSALS, TooManyClients) as refusal:
        show_in(repeat, refusal)
    return None


def _told_words(request: PracticeRequest, asked: Asked, booked: RepeatBooked) -> list[str]:
    """Invite where that was asked for, and say what becomes of it."""
    if not asked.client_id:
        return []
    if not request.POST.get("invite"):
        return [_("The client is not told.")]
    if booked.repeated:
        return []
    if invite_repeating(request.actor, appointment_id=booked.appointment_ids[0]).due_at is None:
        return [_("The client is not told.")]
    return [_("The client is told of all dates in one message in 3 min.")]


def _named(refusal: BadInput) -> BadInput:
    """The rule's fields under the names they have in the sentence."""
    names = {"count": "times", "until": "last", "weekdays": "on"}
    return BadInput(fields={names.get(name, name): words for name, words in refusal.fields.items()})


def _book(request: PracticeRequest, rule: Rule, asked: Asked) -> RepeatBooked:
    try:
        choices = choices_in(request.POST.dict())
    except ValueError as error:
        raise BadInput(fields={"dates": ""}) from error
    return book_repeating(
        request.actor,
        rule=rule,
        wish=asked.wish,
        choices=choices,
        client_id=asked.client_id,
        other_client_ids=asked.other_client_ids,
        text=asked.text,
        outside_hours_reason=request.POST.get("outside_hours_reason", ""),
        submit_key=request.POST.get("idempotency_key") or None,
    )


def _words(booked: RepeatBooked) -> str:
    count = len(booked.appointment_ids)
    words = ngettext("%(count)s appointment booked.", "%(count)s appointments booked.", count) % {"count": count}
    if booked.skipped:
        words += " " + ngettext("%(count)s date left out.", "%(count)s dates left out.", booked.skipped) % {
            "count": booked.skipped
        }
    return words


def _list(
    request: PracticeRequest,
    rule: Rule,
    dates: Sequence[PlannedDate],
    offers: Offers,
    *,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    typed = request.POST.dict() if "listed" in request.POST else None
    lines = lines_of(dates, request.actor.timezone, offers, typed)
    chosen = sum(line.taken_along for line in lines)
    return render(
        request,
        "repeats/dates.html",
        {
            "area": "calendar",
            "practice_slug": slug(request),
            "action": request.path,
            "sentence": sentence_of(rule),
            "lines": lines,
            "carried": carried_fields(request),
            "refused": refused,
            "outside": any(one.outside_hours for one in dates),
            "reason": request.POST.get("outside_hours_reason", ""),
            "book_words": book_words(chosen),
            "book_one": book_words(1),
            "book_many": book_words(7).replace("7", "{n}"),
            "sum_many": sum_words("{n}", "{m}"),
            "sum_words": sum_words(chosen, len(lines) - chosen),
            "calendar_url": reverse("calendar:calendar", args=[slug(request)]),
        },
        status=status,
    )


def carried_fields(request: PracticeRequest) -> list[tuple[str, str]]:
    """What the form before sent, to be sent again with the list."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in OWN_FIELDS and not name.startswith("day-")
    ]
