"""The forms of booking and changing a visit: shape only, the rules are the domain's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as calendar_date
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kollega.scheduling.enums import AUTO, Place, RoomChoice
from kollega.web.calendar.offers import Offers
from kollega.web.calendar.status_words import PLACE_WORDS
from kollega.web.fields import DateTextField, TimeText, TimeTextField
from kollega.web.ids import id_in

AUTOMATIC, NONE = "auto", "none"


class ServiceSelect(forms.Select):
    """Each option carries its length and its places, so that the script can fill them in."""

    facts: dict[str, dict[str, str]] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= self.facts.get(str(value), {})
        return option


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that was offered: an instant, so that both hours of a doubled one can be meant."""

    starts_at: datetime
    clinician_id: UUID
    room_id: UUID | None


class IdsField(forms.Field):
    """Ids of a hidden field that comes several times."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[UUID]:
        found = [id_in(str(text)) for text in value or ()]
        return [one for one in found if one is not None]


class VisitForm(forms.Form):
    """When, with whom, where; `slot` is an alternative that was pressed instead."""

    service = forms.ChoiceField(label=_("Service"), required=False, widget=ServiceSelect)
    date = DateTextField(today=calendar_date.today, label=_("Date"))
    start = TimeTextField(label=_("Start"), widget=TimeText(attrs={"class": "input-time"}))
    minutes = forms.IntegerField(
        label=_("Length in minutes"),
        min_value=5,
        max_value=720,
        widget=forms.NumberInput(attrs={"class": "input-time", "step": "5", "inputmode": "numeric"}),
    )
    clinician = forms.ChoiceField(label=_("Clinician"))
    room = forms.ChoiceField(label=_("Room"))
    place = forms.ChoiceField(label=_("Place"), choices=list(PLACE_WORDS.items()), widget=forms.RadioSelect)
    internal_line = forms.CharField(
        label=_("Internal line"), required=False, max_length=200, help_text=_("Not for the client. One line.")
    )
    outside_hours_reason = forms.CharField(
        label=_("Why outside working hours"), required=False, max_length=200, help_text=_("Kept in the history.")
    )
    slot = forms.CharField(required=False, widget=forms.HiddenInput)
    others = IdsField(required=False)
    needs_service = False

    def __init__(
        self, *args: Any, offers: Offers, today: Callable[[], calendar_date], visit: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if visit and not offers.has_line:
            del self.fields["internal_line"]
        # A private block is in no place and has no service.
        self.fields["place"].required = visit
        self.fields["date"] = DateTextField(today=today, label=_("Date"))
        named = [(str(one.id), f"{one.name} ({one.code})") for one in offers.services]
        services = self._choices("service", named if self.needs_service else [("", _("No service")), *named])
        services.required = self.needs_service and bool(named)
        if isinstance(services.widget, ServiceSelect):
            services.widget.facts = {
                str(one.id): {"data-minutes": str(one.minutes), "data-mode": one.mode.value} for one in offers.services
            }
        self._choices("clinician", [(str(one.id), one.name) for one in offers.people])
        rooms = [(str(one.id), one.name) for one in offers.rooms]
        self._choices("room", [(AUTOMATIC, _("A free room")), *rooms, (NONE, _("No room"))])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        return field

    def clean_slot(self) -> Slot | None:
        text: str = self.cleaned_data["slot"]
        if not text:
            return None
        try:
            at, clinician, room = text.split("|")
            return Slot(datetime.fromisoformat(at), UUID(clinician), UUID(room) if room else None)
        except ValueError as error:
            raise forms.ValidationError(_("Choose a time again.")) from error

    @property
    def starts_at(self) -> datetime:
        """The instant of a pressed alternative, else the typed local time."""
        slot = self.cleaned_data.get("slot")
        if slot is not None:
            at: datetime = slot.starts_at
            return at
        return datetime.combine(self.cleaned_data["date"], self.cleaned_data["start"])

    @property
    def typed_time(self) -> str:
        """The start that was asked for, as 10:15; empty before the form was sent."""
        start = getattr(self, "cleaned_data", {}).get("start")
        return f"{start:%H:%M}" if start else ""

    @property
    def clinician_id(self) -> UUID:
        slot = self.cleaned_data.get("slot")
        return slot.clinician_id if slot is not None else UUID(self.cleaned_data["clinician"])

    @property
    def room_id(self) -> UUID | RoomChoice | None:
        slot = self.cleaned_data.get("slot")
        if slot is not None:
            room: UUID | None = slot.room_id
            return room
        chosen = self.cleaned_data["room"] or AUTOMATIC
        return AUTO if chosen == AUTOMATIC else None if chosen == NONE else UUID(chosen)

    @property
    def service_id(self) -> UUID | None:
        chosen = self.cleaned_data["service"]
        return UUID(chosen) if chosen else None

    @property
    def chosen_place(self) -> Place | None:
        chosen = self.cleaned_data["place"]
        return Place(chosen) if chosen else None


class BookingForm(VisitForm):
    """A visit with its client."""

    needs_service = True
    invite = forms.BooleanField(label=_("Invite client"), required=False)
    client = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": _("Choose a client, or add a new one.")}
    )


class BlockForm(forms.Form):
    """Private time."""

    title = forms.CharField(label=_("Title"), required=False, max_length=200, help_text=_("Only you can read it."))
    date = DateTextField(today=calendar_date.today, label=_("Date"))
    start = TimeTextField(label=_("Start"), widget=TimeText(attrs={"class": "input-time"}))
    end = TimeTextField(label=pgettext_lazy("time", "End"), widget=TimeText(attrs={"class": "input-time"}))
    clinician = forms.ChoiceField(label=_("Clinician"))

    def __init__(self, *args: Any, offers: Offers, today: Callable[[], calendar_date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"] = DateTextField(today=today, label=_("Date"))
        field = self.fields["clinician"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.id), one.name) for one in offers.people]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start and end and end <= start:
            self.add_error("end", _("The end must come after the start."))
        return data


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200, help_text=_("Kept in the history."))
    late = forms.ChoiceField(
        label=_("How it is counted"),
        choices=[("", _("Cancelled in time")), ("late", _("Cancelled late"))],
        required=False,
        widget=forms.RadioSelect,
    )
