"""The first steps of a new practice after its founding: hours, a service, a room. Each step can be skipped."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import BadInput, Refusal
from kollega.kernel.permissions import Permission
from kollega.practices.queries.practices import practice
from kollega.scheduling.enums import Mode
from kollega.scheduling.operations.hours import set_week
from kollega.scheduling.operations.rooms import create_room
from kollega.scheduling.operations.services import create_service
from kollega.scheduling.rules.offers import ServiceValues, WeeklyEntry
from kollega.web.calendar.status_words import MODE_WORDS
from kollega.web.fields import TimeTextField
from kollega.web.refused import show_in

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


class HoursForm(forms.Form):
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"),
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
        initial=[0, 1, 2, 3, 4],
        error_messages={"required": gettext_lazy("Choose at least one day.")},
    )
    starts = TimeTextField(label=gettext_lazy("From"), initial="09:00")
    ends = TimeTextField(label=gettext_lazy("To"), initial="17:00")


class ServiceForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the service"), max_length=80)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        min_length=2,
        max_length=3,
        help_text=gettext_lazy("Two or three letters, printed on every card."),
        widget=forms.TextInput(attrs={"class": "input-code"}),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Length in minutes"),
        min_value=5,
        max_value=720,
        initial=50,
        widget=forms.NumberInput(attrs={"class": "input-time", "inputmode": "numeric"}),
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Given"),
        choices=[(mode.value, words) for mode, words in MODE_WORDS.items()],
        widget=forms.RadioSelect,
        initial=Mode.BOTH.value,
    )


class RoomForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the room"), max_length=60)


@practice_page(Permission.HOURS_MANAGE_OWN)
def hours(request: PracticeRequest) -> HttpResponse:
    """Step 2: the usual working hours of the person who founded the practice."""

    def store(data: dict[str, Any]) -> None:
        if data["starts"] >= data["ends"]:
            raise BadInput(fields={"ends": _("Enter an end after the start.")})
        entries = [WeeklyEntry(day, data["starts"], data["ends"]) for day in data["days"]]
        set_week(request.actor, membership_id=request.actor.own_membership, entries=entries)

    return _step(request, 2, _("Your working hours"), HoursForm, store, "practices:first_service")


@practice_page(Permission.SERVICE_MANAGE)
def service(request: PracticeRequest) -> HttpResponse:
    """Step 3: the first service."""
    language = practice(request.actor).language

    def store(data: dict[str, Any]) -> None:
        values = ServiceValues({language: data["name"]}, data["minutes"], Mode(data["mode"]), data["code"], 1)
        create_service(request.actor, values=values)

    return _step(request, 3, _("Your first service"), ServiceForm, store, "practices:first_room")


@practice_page(Permission.ROOM_MANAGE)
def room(request: PracticeRequest) -> HttpResponse:
    """Step 4: the first room."""

    def store(data: dict[str, Any]) -> None:
        create_room(request.actor, name=data["name"])

    return _step(request, 4, _("Your room"), RoomForm, store, "practices:home")


def _step(
    request: PracticeRequest,
    number: int,
    title: str,
    form_class: type[forms.Form],
    store: Callable[[dict[str, Any]], None],
    following: str,
) -> HttpResponse:
    slug = practice(request.actor).slug
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            store(form.cleaned_data)
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            return redirect(following, slug)
    context = {"form": form, "title": title, "number": number, "skip_url": reverse(following, args=[slug])}
    return render(request, "practices/first_step.html", context, status=422 if form.errors else 200)
