"""Ending what repeats earlier: which date is the last, and what becomes of the later ones."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.scheduling.operations.cancelling_repeats import cancel_repeating
from kollega.scheduling.queries.repeat_dates import RepeatDates, Standing, repeat_dates
from kollega.scheduling.queries.repeated import Scope
from kollega.web.calendar import day_words
from kollega.web.calendar.practice_address import slug
from kollega.web.repeats.answers import done
from kollega.web.repeats.forms import EndForm
from kollega.web.repeats.listing import summary
from kollega.web.repeats.words import sentence_of

OPEN = frozenset({Standing.COMING, Standing.MOVED})


@dataclass(frozen=True, slots=True)
class Ending:
    """From this date on it is over: its words say the date and how many go with it."""

    first_gone: UUID
    words: str


@practice_page(Permission.APPOINTMENT_CHANGE)
def end(request: PracticeRequest, repeated_appointment_id: UUID) -> HttpResponse:
    """The question before, then cancelling or taking out what comes later."""
    known = repeat_dates(request.actor, appointment_id=repeated_appointment_id)
    form = EndForm(request.POST or None, initial={"how": "cancel"})
    endings = _endings(request, known)
    form.offer([(str(one.first_gone), one.words) for one in endings], usual=str(repeated_appointment_id))
    if request.method == "POST" and form.is_valid():
        gone = cancel_repeating(
            request.actor,
            appointment_id=UUID(form.cleaned_data["first"]),
            scope=Scope.FOLLOWING,
            reason=form.cleaned_data["reason"],
            delete=form.cleaned_data["how"] == "delete",
        )
        count = len(gone.appointment_ids)
        words = ngettext("%(count)s date cancelled.", "%(count)s dates cancelled.", count) % {"count": count}
        return done(request, words, undo=gone.change_id)
    context = {
        "area": "calendar",
        "practice_slug": slug(request),
        "appointment_id": repeated_appointment_id,
        "form": form,
        "endings": endings,
        "sentence": sentence_of(known.rule),
        "summary": summary(known),
    }
    return render(request, "repeats/end.html", context, status=422 if form.errors else 200)


def _endings(request: PracticeRequest, known: RepeatDates) -> list[Ending]:
    """Every coming date as the first that is gone."""
    coming = [one for one in known.dates if one.standing in OPEN]
    found = []
    for number, one in enumerate(coming):
        assert one.appointment_id, "a coming date is stored"
        assert one.starts_at, "a coming date is stored"
        count = len(coming) - number
        day = day_words.short_day(one.starts_at.astimezone(request.actor.timezone).date())
        words = ngettext("%(day)s, the last date", "%(day)s and later, %(count)s dates", count)
        found.append(Ending(one.appointment_id, words % {"day": day, "count": count}))
    return found
