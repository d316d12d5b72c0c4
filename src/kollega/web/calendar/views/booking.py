"""The booking panel: a new visit."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.kernel.errors import BadInput, NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.notices.enums import Channel
from kollega.notices.operations.inviting import invite
from kollega.notices.queries.previews import Ways, ways_to_tell
from kollega.scheduling.errors import LocalTimeMissing, OutsideWorkingHours, SlotTaken, TooManyClients
from kollega.scheduling.operations.booking import Booked, book
from kollega.scheduling.queries.alternatives import next_free
from kollega.scheduling.queries.bookable import columns_to_register_in
from kollega.scheduling.queries.defaults import BookingDefaults, booking_defaults
from kollega.scheduling.queries.outside_busy import is_taken_elsewhere
from kollega.scheduling.queries.repeating import Wish
from kollega.web.calendar import day_words
from kollega.web.calendar.answers import alternatives, changed
from kollega.web.calendar.client_choices import picked
from kollega.web.calendar.forms.visits import AUTOMATIC, BookingForm
from kollega.web.calendar.offers import Offers, offers_for
from kollega.web.calendar.others import others_of
from kollega.web.calendar.practice_address import slug
from kollega.web.ids import id_in
from kollega.web.notices.words import WHY_NOT_WORDS
from kollega.web.plans.refusals import PLAN_REFUSALS
from kollega.web.refused import show_in
from kollega.web.repeats.booking import Asked, book_dates, repeat_form
from kollega.web.repeats.forms import RepeatForm

LENGTHS = (15, 30, 45, 60, 90)
KEPT = ("service", "date", "start", "minutes", "clinician", "room", "place")


@practice_page(Permission.APPOINTMENT_BOOK)
def new(request: PracticeRequest) -> HttpResponse:
    """Book a visit: the form, and what came of it."""
    offers = offers_for(request.actor)
    if request.method != "POST":
        form = BookingForm(initial=_initial(request, offers), **_options(request, offers))
        return _show(request, form, offers)
    form = BookingForm(request.POST, **_options(request, offers))
    if not form.is_valid():
        return _show(request, form, offers, status=422)
    if request.POST.get("repeat"):
        return _repeated(request, form, offers)
    try:
        booked = _book(request, form)
    except SlotTaken as refusal:
        return _show(request, form, offers, status=409, taken=alternatives(request, refusal, offers))
    except OutsideWorkingHours as refusal:
        return _show(request, form, offers, status=409, outside=sentence(refusal))
    except LocalTimeMissing as refusal:
        form.add_error("start", sentence(refusal))
    except (*PLAN_REFUSALS, TooManyClients) as refusal:
        return _show(request, form, offers, status=show_in(form, refusal))
    except (BadInput, NotFound) as refusal:
        _blame(form, refusal)
    else:
        return _done(request, form, booked, invited=form.cleaned_data["invite"] and _invite(request, booked))
    return _show(request, form, offers, status=422)


def _options(request: PracticeRequest, offers: Offers) -> dict[str, Any]:
    actor = request.actor
    return {"offers": offers, "today": lambda: actor.at.astimezone(actor.timezone).date()}


def _book(request: PracticeRequest, form: BookingForm) -> Booked:
    data = form.cleaned_data
    return book(
        request.actor,
        client_id=data["client"],
        other_client_ids=data["others"],
        service_id=form.service_id,
        clinician_id=form.clinician_id,
        starts_at=form.starts_at,
        room_id=form.room_id,
        minutes=data["minutes"],
        place=form.chosen_place,
        internal_line=data.get("internal_line", ""),
        outside_hours_reason=data["outside_hours_reason"],
        submit_key=request.POST.get("idempotency_key") or None,
    )


def _repeated(request: PracticeRequest, form: BookingForm, offers: Offers) -> HttpResponse:
    """The list of dates, what came of it, or the form again with what is wrong in the sentence."""
    repeat, data = repeat_form(request), form.cleaned_data
    wish = Wish(
        form.clinician_id,
        service_id=form.service_id,
        minutes=data["minutes"],
        room_id=form.room_id,
        place=form.chosen_place,
    )
    asked = Asked(data["date"], data["start"], wish, data["client"], data["others"], data.get("internal_line", ""))
    try:
        answer = book_dates(request, repeat, asked, offers)
    except NotFound as refusal:
        _blame(form, refusal)
        answer = None
    status = 200 if "back" in request.POST else 422
    return answer or _show(request, form, offers, repeat=repeat, status=status)


def _blame(form: BookingForm, refusal: Refusal) -> None:
    """A client who is gone or not for this viewer is a wrong choice of the form, not a missing page."""
    if isinstance(refusal, NotFound):
        form.add_error("client", _("This client cannot be booked. Choose another one."))
    else:
        show_in(form, refusal)


def _invite(request: PracticeRequest, booked: Booked) -> bool | None:
    """True: the client is told; None: they cannot be. A time that has begun needs no invitation."""
    if booked.starts_at <= request.actor.at:
        return None
    return invite(request.actor, appointment_id=booked.appointment_id).due_at is not None or None


def _done(request: PracticeRequest, form: BookingForm, booked: Booked, *, invited: bool | None) -> HttpResponse:
    to = reverse("calendar:appointment", args=[slug(request), booked.appointment_id])
    words = [booked_words(request, booked), *_elsewhere_words(request, form, booked), *told_words(invited)]
    return changed(request, " ".join(words), undo=booked.change_id, to=to)


def _elsewhere_words(request: PracticeRequest, form: BookingForm, booked: Booked) -> list[str]:
    """What the toast says when the clinician has something in another calendar then."""
    ends_at = booked.starts_at + timedelta(minutes=form.cleaned_data["minutes"] or 0)
    taken = is_taken_elsewhere(
        request.actor, clinician_id=form.clinician_id, starts_at=booked.starts_at, ends_at=ends_at
    )
    return [_("In another calendar this time is taken.")] if taken else []


def told_words(invited: bool | None) -> list[str]:
    """What the toast says about the client: told soon (True), cannot be told (None), nothing (False)."""
    if invited is None:
        return [_("The client is not told.")]
    return [_("The client is told in 3 min.")] if invited else []


def booked_words(request: PracticeRequest, booked: Booked) -> str:
    starts = booked.starts_at.astimezone(request.actor.timezone)
    when = {"day": day_words.short_day(starts.date()), "time": day_words.clock(starts)}
    if booked.time_twice:
        return _("Booked for %(day)s %(time)s. This time comes twice that night: the first one was taken.") % when
    return _("Booked for %(day)s %(time)s.") % when


def _initial(request: PracticeRequest, offers: Offers) -> dict[str, Any]:
    """What the address says, filled up with what is usual for the column and the client."""
    actor = request.actor
    given = {name: request.GET[name] for name in (*KEPT, "client") if request.GET.get(name)}
    client_id = id_in(given.get("client", ""))
    clinician_id = id_in(given.get("clinician", ""))
    usual = _defaults(request, client_id, clinician_id)
    service = given.get("service") or (str(usual.service_id) if usual.service_id else "")
    minutes = next((one.minutes for one in offers.services if str(one.id) == service), usual.minutes)
    initial: dict[str, Any] = {
        "client": client_id,
        "service": service,
        "minutes": minutes,
        "clinician": str(usual.clinician_id or ""),
        "room": AUTOMATIC,
        "place": usual.place,
    }
    initial |= {name: value for name, value in given.items() if name != "client"}
    initial["others"] = request.GET.getlist("others")
    if "start" not in given:
        initial |= _first_free(request, initial)
    initial.setdefault("date", actor.at.astimezone(actor.timezone).date().isoformat())
    return initial


def _defaults(request: PracticeRequest, client_id: UUID | None, clinician_id: UUID | None) -> BookingDefaults:
    try:
        return booking_defaults(request.actor, client_id=client_id, clinician_id=clinician_id)
    except NotFound:
        return booking_defaults(request.actor, clinician_id=clinician_id)


def _first_free(request: PracticeRequest, initial: dict[str, Any]) -> dict[str, str]:
    """Without a time: the next free one of the clinician, from the asked day on."""
    actor, clinician_id = request.actor, id_in(initial["clinician"])
    if clinician_id is None:
        return {}
    asked = request.GET.get("date", "")
    try:
        since = datetime.combine(datetime.fromisoformat(asked).date(), time(), tzinfo=actor.timezone) if asked else None
        found = next_free(actor, clinician_id=clinician_id, since=since, minutes=int(initial["minutes"]), count=1)
    except (ValueError, NotFound):
        return {}
    if not found:
        return {}
    starts = found[0].starts_at.astimezone(actor.timezone)
    return {"date": starts.date().isoformat(), "start": f"{starts:%H:%M}"}


def _show(
    request: PracticeRequest,
    form: BookingForm,
    offers: Offers,
    *,
    status: int = 200,
    taken: list[dict[str, str]] | None = None,
    outside: str = "",
    repeat: RepeatForm | None = None,
) -> HttpResponse:
    client_id = id_in(str(form["client"].value() or ""))
    chosen = picked(request.actor, client_id) if client_id else None
    return render(
        request,
        "calendar/booking.html",
        {
            "area": "calendar",
            "form": form,
            "title": when_words(form),
            "client": chosen,
            **_invitation(request, form, client_id if chosen and chosen.opens else None),
            "no_client": not chosen,
            "others": others_of(request.actor, form),
            "chips": _visit_chips(request, client_id, offers),
            "free": _free_chips(request, form) if status == 200 else [],
            "lengths": LENGTHS,
            "elsewhere": _taken_elsewhere(request, form),
            "taken": taken,
            "taken_time": form.typed_time,
            "outside": outside,
            "repeat": repeat or repeat_form(request),
            "practice_slug": slug(request),
            "new_client_url": _new_client_url(request),
            "may_list_clients": request.actor.may(Permission.CLIENT_LIST),
            "book_words": _book_words(request, offers),
            "block_query": request.GET.urlencode(),
            "may_block": request.actor.known_columns is None,
        },
        status=status,
    )


def _new_client_url(request: PracticeRequest) -> str:
    """Where the fields for a new client come from; empty for who may add none."""
    if request.actor.may(Permission.CLIENT_CREATE):
        return reverse("clients:quick", args=[slug(request)])
    if columns_to_register_in(request.actor):
        return reverse("calendar:register_client", args=[slug(request)])
    return ""


def _invitation(request: PracticeRequest, form: BookingForm, client_id: UUID | None) -> dict[str, Any]:
    """How the client would be told, and whether the switch is on."""
    if client_id is None:
        return {}
    found = ways_to_tell(request.actor, client_id=client_id)
    possible = any(way.why is None for way in found.ways)
    on = bool(form["invite"].value()) if form.is_bound else possible and found.by_default
    return {"ways": way_lines(found), "may_be_told": possible, "invites": on}


def way_lines(found: Ways) -> list[dict[str, Any]]:
    """E-mail to anna@example.com, or why not."""
    return [
        {
            "icon": "mail" if way.channel is Channel.EMAIL else "message-square",
            "words": str(WHY_NOT_WORDS[way.why]) if way.why else way.address,
            "works": way.why is None,
        }
        for way in found.ways
    ]


def _book_words(request: PracticeRequest, offers: Offers) -> str:
    """Book, and for whom when it can only be one somebody else."""
    if len(offers.people) == 1 and offers.people[0].id != request.actor.membership_id:
        return _("Book for %(name)s") % {"name": offers.people[0].name}
    return _("Book")


def when_words(form: BookingForm | Any) -> str:
    """Tue 3 March 10:00-10:45, as far as it is known."""
    try:
        day = datetime.fromisoformat(str(form["date"].value())).date()
        hour, minute = str(form["start"].value())[:5].split(":")
        starts = datetime.combine(day, time(int(hour), int(minute)))
        ends = starts + timedelta(minutes=int(form["minutes"].value()))
    except (ValueError, TypeError):
        return ""
    return f"{day_words.short_day(day)} {starts:%H:%M}–{ends:%H:%M}"


def _taken_elsewhere(request: PracticeRequest, form: BookingForm | Any) -> bool:
    """Whether the clinician has something in another calendar at the time that the form says."""
    clinician_id = id_in(str(form["clinician"].value() or ""))
    try:
        day = datetime.fromisoformat(str(form["date"].value())).date()
        start = time.fromisoformat(str(form["start"].value())[:5])
        length = timedelta(minutes=int(form["minutes"].value()))
    except (ValueError, TypeError):
        return False
    starts_at = datetime.combine(day, start, tzinfo=request.actor.timezone)
    return clinician_id is not None and is_taken_elsewhere(
        request.actor, clinician_id=clinician_id, starts_at=starts_at, ends_at=starts_at + length
    )


def _visit_chips(request: PracticeRequest, client_id: UUID | None, offers: Offers) -> list[dict[str, str]]:
    """The client's last three visits: one press books the same service again."""
    if client_id is None:
        return []
    names = {service.id: service for service in offers.services}
    chips = []
    for visit in _defaults(request, client_id, None).last_visits:
        service = names.get(visit.service_id) if visit.service_id else None
        if service is not None:
            day = visit.starts_at.astimezone(request.actor.timezone).date()
            chips.append({"service": str(service.id), "words": f"{day_words.day_and_month(day)} · {service.name}"})
    return chips


def _free_chips(request: PracticeRequest, form: BookingForm) -> list[dict[str, str]]:
    """Three next free times of the clinician."""
    clinician_id, minutes = id_in(str(form["clinician"].value() or "")), form["minutes"].value()
    if clinician_id is None or not minutes:
        return []
    try:
        slots = next_free(request.actor, clinician_id=clinician_id, minutes=int(minutes), room_id=None)
    except (NotFound, ValueError):
        return []
    # A chip fills in a typed time, and that is the first of two: the second is offered among the alternatives.
    local = [at for slot in slots if not (at := slot.starts_at.astimezone(request.actor.timezone)).fold]
    return [
        {"date": at.date().isoformat(), "start": f"{at:%H:%M}", "words": f"{day_words.short_day(at.date())} {at:%H:%M}"}
        for at in local
    ]
