"""Changing an appointment: by form, by drag or keys, cancelling, undoing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.kernel.errors import BadInput, Refusal
from kollega.kernel.permissions import Permission
from kollega.notices.queries.pending import clients_will_hear
from kollega.scheduling.enums import KEEP, Kind, Place
from kollega.scheduling.errors import LocalTimeMissing, OutsideWorkingHours, SlotTaken
from kollega.scheduling.operations.cancelling import cancel as cancel_appointment
from kollega.scheduling.operations.editing import edit as edit_appointment
from kollega.scheduling.operations.moving import move as move_appointment
from kollega.scheduling.operations.moving import resize as resize_appointment
from kollega.scheduling.operations.rearranging import Rearranged
from kollega.scheduling.operations.undoing import undo as undo_change
from kollega.scheduling.queries.appointments import AppointmentDetails, appointment
from kollega.scheduling.queries.repeated import Scope, Wanted
from kollega.web.calendar import day_words
from kollega.web.calendar.answers import add_events, alternatives, changed
from kollega.web.calendar.forms.moves import MoveForm
from kollega.web.calendar.forms.visits import NONE, CancelForm, VisitForm
from kollega.web.calendar.offers import Offers, offers_for
from kollega.web.calendar.others import may_change_party, others_of
from kollega.web.calendar.practice_address import slug
from kollega.web.calendar.views.booking import LENGTHS, told_words, when_words
from kollega.web.plans.refusals import PLAN_REFUSALS
from kollega.web.refused import show_in
from kollega.web.repeats.changing import ask_which, cancel_dates, change_dates, many


@practice_page(Permission.APPOINTMENT_CHANGE)
def edit(request: PracticeRequest, appointment_id: UUID) -> HttpResponse:
    """Everything about an appointment by form; the same as dragging, without dragging."""
    found = appointment(request.actor, appointment_id=appointment_id)
    offers = offers_for(request.actor, found.event.clinician_id)
    visit = found.event.kind is Kind.VISIT
    if request.method != "POST":
        form = VisitForm(initial=_initial(request, found), visit=visit, **_options(request, offers))
        return _show(request, found, form, offers)
    form = VisitForm(request.POST, visit=visit, **_options(request, offers))
    if not form.is_valid():
        return _show(request, found, form, offers, status=422)
    if many(request):
        return change_dates(request, found, _wanted(found, form), offers)
    try:
        stored = _edit(request, found, form)
    except Refusal as refusal:
        return _refused(request, found, form, offers, refusal)
    return _moved(request, stored)


@practice_page(Permission.APPOINTMENT_CHANGE)
@require_POST
def move(request: PracticeRequest, appointment_id: UUID) -> HttpResponse:
    """A drop: by mouse or by keys. Refused, the answer is the edit form with three alternatives."""
    asked = MoveForm(request.POST)
    if not asked.is_valid():
        raise BadInput
    data = asked.cleaned_data
    response = _of_many(request, appointment_id, data) or _dropped(request, appointment_id, data)
    if many(request) or request.POST.get("scope") == Scope.THIS:
        add_events(response, {"dialog-close": True})
    return response


def _dropped(request: PracticeRequest, appointment_id: UUID, data: dict[str, Any]) -> HttpResponse:
    """Move a single appointment to where it was dropped."""
    try:
        stored = _move(request, appointment_id, data)
    except (SlotTaken, OutsideWorkingHours, LocalTimeMissing, *PLAN_REFUSALS) as refusal:
        found = appointment(request.actor, appointment_id=appointment_id)
        offers = offers_for(request.actor, found.event.clinician_id)
        initial = _initial(request, found) | {
            "date": data["date"],
            "start": data["start"],
            "minutes": data["minutes"],
        }
        initial |= {name: str(data[name]) for name in ("clinician", "room") if data[name]}
        form = VisitForm(
            {**_posted(initial), "version": str(data["version"])},
            visit=found.event.kind is Kind.VISIT,
            **_options(request, offers),
        )
        form.is_valid()
        return _refused(request, found, form, offers, refusal)
    return _moved(request, stored, keep_panel=True)


def _of_many(request: PracticeRequest, appointment_id: UUID, data: dict[str, Any]) -> HttpResponse | None:
    """Ask which dates of what repeats are meant, or show what becomes of them; None for a single one."""
    if request.POST.get("scope") == Scope.THIS:
        return None
    found = appointment(request.actor, appointment_id=appointment_id)
    if found.event.recurrence_id is None:
        return None
    if not many(request):
        return ask_which(request, found)
    wanted = Wanted(
        starts_at=datetime.combine(data["date"], data["start"]),
        minutes=data["minutes"] if data["resized"] or request.POST.get("both") else KEEP,
        clinician_id=data["clinician"] or KEEP,
        room_id=data["room"] or KEEP,
    )
    return change_dates(request, found, wanted, offers_for(request.actor))


def _wanted(found: AppointmentDetails, form: VisitForm) -> Wanted:
    """What differs from the opened date, to be done to several."""
    event, data = found.event, form.cleaned_data
    minutes = int((event.ends_at - event.starts_at).total_seconds() // 60)
    visit = event.kind is Kind.VISIT
    starts_at = datetime.combine(data["date"], data["start"])
    line = event.internal_line if visit else event.title
    return Wanted(
        starts_at=starts_at,
        minutes=data["minutes"] if data["minutes"] != minutes else KEEP,
        clinician_id=form.clinician_id if form.clinician_id != event.clinician_id else KEEP,
        room_id=form.room_id if form.room_id != event.room_id else KEEP,
        service_id=form.service_id if visit and form.service_id != event.service_id else KEEP,
        place=form.chosen_place or KEEP if visit and form.chosen_place is not event.place else KEEP,
        text=data["internal_line"] if data.get("internal_line", line) != line else KEEP,
    )


def _move(request: PracticeRequest, appointment_id: UUID, data: dict[str, Any]) -> Rearranged:
    seen: dict[str, Any] = {"appointment_id": appointment_id, "version": data["version"]}
    if data["resized"]:
        return resize_appointment(request.actor, minutes=data["minutes"], **seen)
    starts_at = datetime.combine(data["date"], data["start"])
    where: dict[str, Any] = {f"{name}_id": data[name] or KEEP for name in ("clinician", "room")}
    if request.POST.get("both"):
        return edit_appointment(request.actor, starts_at=starts_at, minutes=data["minutes"], **where, **seen)
    return move_appointment(request.actor, starts_at=starts_at, **where, **seen)


def _edit(request: PracticeRequest, found: AppointmentDetails, form: VisitForm) -> Rearranged:
    data, visit = form.cleaned_data, found.event.kind is Kind.VISIT
    version = request.POST.get("version", "")
    values: dict[str, Any] = {} if visit else {"title": data["internal_line"]}
    if visit and "internal_line" in data:
        values["internal_line"] = data["internal_line"]
    if visit:
        values |= {"service_id": form.service_id, "place": form.chosen_place or Place.IN_PERSON}
    if may_change_party(found.event):
        values["other_client_ids"] = data["others"]
    return edit_appointment(
        request.actor,
        appointment_id=found.event.id or UUID(int=0),
        clinician_id=form.clinician_id,
        room_id=form.room_id,
        starts_at=form.starts_at,
        minutes=data["minutes"],
        outside_hours_reason=data["outside_hours_reason"],
        version=int(version) if version.isdigit() else None,
        **values,
    )


def _moved(request: PracticeRequest, stored: Rearranged, *, keep_panel: bool = False) -> HttpResponse:
    starts = stored.starts_at.astimezone(request.actor.timezone)
    when = {"day": day_words.short_day(starts.date()), "time": day_words.clock(starts)}
    words = _("Saved for %(day)s %(time)s.") % when
    if stored.time_twice:
        words = _("Saved for %(day)s %(time)s. This time comes twice that night: the first one was taken.") % when
    words = " ".join([words, *told_words(clients_will_hear(request.actor, stored.appointment_id))])
    to = reverse("calendar:appointment", args=[slug(request), stored.appointment_id])
    return changed(request, words, undo=stored.change_id, to=to, keep_panel=keep_panel)


def _refused(
    request: PracticeRequest, found: AppointmentDetails, form: VisitForm, offers: Offers, refusal: Refusal
) -> HttpResponse:
    """The form again with what stands in the way and the next step."""
    if isinstance(refusal, SlotTaken):
        return _show(request, found, form, offers, status=409, taken=alternatives(request, refusal, offers))
    if isinstance(refusal, OutsideWorkingHours):
        return _show(request, found, form, offers, status=409, outside=sentence(refusal))
    if isinstance(refusal, LocalTimeMissing):
        form.add_error("start", sentence(refusal))
    elif isinstance(refusal, BadInput) or refusal.status == 409:
        show_in(form, refusal)
    else:
        raise refusal
    return _show(request, found, form, offers, status=refusal.status)


def _initial(request: PracticeRequest, found: AppointmentDetails) -> dict[str, Any]:
    event = found.event
    starts = event.starts_at.astimezone(request.actor.timezone)
    return {
        "service": str(event.service_id or ""),
        "date": starts.date(),
        "start": starts.time(),
        "minutes": int((event.ends_at - event.starts_at).total_seconds() // 60),
        "clinician": str(event.clinician_id),
        "room": str(event.room_id) if event.room_id else NONE,
        "place": event.place.value if event.place else "",
        "internal_line": event.internal_line if event.kind is Kind.VISIT else event.title,
        "others": [str(one.client.id) for one in event.participants[1:]],
    }


def _posted(initial: dict[str, Any]) -> dict[str, Any]:
    """Initial values as a form would have sent them."""
    sent = {name: value if isinstance(value, list) else str(value) for name, value in initial.items()}
    return sent | {"date": initial["date"].isoformat(), "start": f"{initial['start']:%H:%M}"}


def _options(request: PracticeRequest, offers: Offers) -> dict[str, Any]:
    actor = request.actor
    return {"offers": offers, "today": lambda: actor.at.astimezone(actor.timezone).date()}


def _show(
    request: PracticeRequest,
    found: AppointmentDetails,
    form: VisitForm,
    offers: Offers,
    *,
    status: int = 200,
    taken: list[dict[str, str]] | None = None,
    outside: str = "",
) -> HttpResponse:
    return render(
        request,
        "calendar/edit.html",
        {
            "area": "calendar",
            "found": found,
            "event": found.event,
            "visit": found.event.kind is Kind.VISIT,
            "form": form,
            "title": when_words(form),
            "version": request.POST.get("version") or found.event.version,
            "lengths": LENGTHS,
            "may_change_party": may_change_party(found.event),
            "others": others_of(request.actor, form, found.event.participants),
            "taken": taken,
            "taken_time": form.typed_time,
            "outside": outside,
            "practice_slug": slug(request),
            "may_list_clients": request.actor.may(Permission.CLIENT_LIST),
        },
        status=status,
    )


@practice_page(Permission.APPOINTMENT_CHANGE)
def cancel(request: PracticeRequest, appointment_id: UUID) -> HttpResponse:
    """The question before cancelling, with a reason."""
    found = appointment(request.actor, appointment_id=appointment_id)
    form = CancelForm(request.POST or None, initial={"late": ""})
    if request.method == "POST" and form.is_valid():
        if many(request):
            return cancel_dates(request, appointment_id, form.cleaned_data)
        stored = cancel_appointment(
            request.actor,
            appointment_id=appointment_id,
            reason=form.cleaned_data["reason"],
            late=form.cleaned_data["late"] == "late",
        )
        words = _("Appointment cancelled.") if found.event.kind is Kind.VISIT else _("Block removed.")
        words = " ".join([words, *told_words(clients_will_hear(request.actor, appointment_id))])
        to = reverse("calendar:calendar", args=[slug(request)])
        response = changed(request, words, undo=stored.change_id, to=to)
        if response.status_code == 204:
            add_events(response, {"dialog-close": True})
        return response
    starts = found.event.starts_at.astimezone(request.actor.timezone)
    context = {
        "area": "calendar",
        "form": form,
        "visit": found.event.kind is Kind.VISIT,
        "when": f"{day_words.short_day(starts.date())} {day_words.clock(starts)}",
        "practice_slug": slug(request),
        "event": found.event,
    }
    return render(request, "calendar/cancel.html", context, status=422 if form.errors else 200)


@practice_page(Permission.APPOINTMENT_CHANGE)
@require_POST
def undo(request: PracticeRequest, change_id: UUID) -> HttpResponse:
    """Bring back what was before, within three minutes."""
    undo_change(request.actor, change_id=change_id)
    to = reverse("calendar:calendar", args=[slug(request)])
    return changed(request, _("Undone."), undo=None, to=to)
