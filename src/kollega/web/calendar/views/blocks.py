"""Private blocks: time of one's own that is taken."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.kernel.errors import BadInput
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import Kind
from kollega.scheduling.errors import LocalTimeMissing, SlotTaken
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.queries.repeating import Wish
from kollega.web.calendar import day_words
from kollega.web.calendar.answers import changed
from kollega.web.calendar.forms.visits import BlockForm
from kollega.web.calendar.offers import Offers, offers_for
from kollega.web.calendar.practice_address import slug
from kollega.web.refused import show_in
from kollega.web.repeats.booking import Asked, book_dates, repeat_form
from kollega.web.repeats.forms import RepeatForm


@practice_page(Permission.APPOINTMENT_BOOK)
def new_block(request: PracticeRequest) -> HttpResponse:
    """Block time, with a title only the person themselves reads."""
    offers, actor = offers_for(request.actor), request.actor
    options: dict[str, Any] = {"offers": offers, "today": lambda: actor.at.astimezone(actor.timezone).date()}
    if request.method != "POST":
        return _show(request, BlockForm(initial=_initial(request, offers), **options))
    form = BlockForm(request.POST, **options)
    if not form.is_valid():
        return _show(request, form, status=422)
    data = form.cleaned_data
    if request.POST.get("repeat"):
        return _repeated(request, form, offers)
    try:
        booked = block(
            actor,
            clinician_id=UUID(data["clinician"]),
            starts_at=datetime.combine(data["date"], data["start"]),
            ends_at=datetime.combine(data["date"], data["end"]),
            title=data["title"],
            submit_key=request.POST.get("idempotency_key") or None,
        )
    except SlotTaken as refusal:
        form.add_error(None, sentence(refusal))
        return _show(request, form, status=409)
    except LocalTimeMissing as refusal:
        form.add_error("start", sentence(refusal))
    except BadInput as refusal:
        show_in(form, refusal)
    else:
        starts = booked.starts_at.astimezone(actor.timezone)
        words = _("Blocked from %(day)s %(time)s.") % {
            "day": day_words.short_day(starts.date()),
            "time": f"{starts:%H:%M}",
        }
        to = reverse("calendar:appointment", args=[slug(request), booked.appointment_id])
        return changed(request, words, undo=booked.change_id, to=to)
    return _show(request, form, status=422)


def _repeated(request: PracticeRequest, form: BlockForm, offers: Offers) -> HttpResponse:
    """The list of dates, what came of it, or the form again."""
    repeat, data = repeat_form(request), form.cleaned_data
    day = data["date"]
    length = datetime.combine(day, data["end"]) - datetime.combine(day, data["start"])
    minutes = int(length.total_seconds() // 60)
    wish = Wish(UUID(data["clinician"]), kind=Kind.BLOCK, minutes=minutes, room_id=None)
    answer = book_dates(request, repeat, Asked(day, data["start"], wish, text=data["title"]), offers)
    return answer or _show(request, form, repeat=repeat, status=200 if "back" in request.POST else 422)


def _initial(request: PracticeRequest, offers: Offers) -> dict[str, Any]:
    actor = request.actor
    own = next((str(one.id) for one in offers.people if one.id == actor.membership_id), "")
    now = actor.at.astimezone(actor.timezone)
    given = {name: request.GET.get(name, "") for name in ("date", "start", "clinician", "minutes")}
    start = given["start"] or f"{now.hour:02}:00"
    try:
        begin = datetime.strptime(start, "%H:%M")  # noqa: DTZ007 - a time of day without a zone
        end = f"{begin + timedelta(minutes=int(given['minutes'] or 60)):%H:%M}"
    except ValueError:
        end = ""
    return {
        "date": given["date"] or now.date().isoformat(),
        "start": start,
        "end": end,
        "clinician": given["clinician"] or own,
    }


def _show(
    request: PracticeRequest, form: BlockForm, *, repeat: RepeatForm | None = None, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "calendar/block.html",
        {
            "area": "calendar",
            "form": form,
            "repeat": repeat or repeat_form(request),
            "practice_slug": slug(request),
            "visit_query": request.GET.urlencode(),
        },
        status=status,
    )
