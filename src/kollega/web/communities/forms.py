"""The shape of what is typed about shared rooms; rules judge the values."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.communities.queries.partners import SharedRoomRow
from kollega.scheduling.queries.offers import RoomRow
from kollega.web.fields import TimeTextField

NAME_MISSING = {"required": _("Enter a name.")}


class CommunityForm(forms.Form):
    name = forms.CharField(
        label=_("Name for all practices"),
        max_length=60,
        help_text=_("For example the street. Every practice that joins reads it."),
        error_messages=NAME_MISSING,
    )
    room = forms.CharField(
        label=_("First shared room"),
        max_length=60,
        help_text=_("What the practices call the room among themselves. Your own calendar keeps its own name."),
        error_messages=NAME_MISSING,
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the other practice"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code.")},
    )


class SharedRoomForm(forms.Form):
    name = forms.CharField(
        label=_("Name for all practices"),
        max_length=60,
        help_text=_("Every practice in the community reads it."),
        error_messages=NAME_MISSING,
    )


class RulesForm(SharedRoomForm):
    quiet_from = TimeTextField(label=_("Quiet from"), required=False)
    quiet_until = TimeTextField(label=_("Quiet until"), required=False)
    fair_hours = forms.DecimalField(
        label=_("Hours a month for each practice"),
        required=False,
        min_value=Decimal("0.02"),
        max_value=744,
        decimal_places=2,
        help_text=_("What goes past it is not booked. Empty: as much as is free."),
        widget=forms.NumberInput(attrs={"class": "input-time", "inputmode": "decimal"}),
    )

    @property
    def fair_minutes(self) -> int | None:
        typed = self.cleaned_data["fair_hours"]
        return None if typed is None else round(typed * 60)


def initial_of(room: SharedRoomRow) -> dict[str, Any]:
    hours = None if room.fair_minutes is None else (Decimal(room.fair_minutes) / 60).quantize(Decimal("0.01"))
    return {
        "name": room.name,
        "quiet_from": room.quiet_from,
        "quiet_until": room.quiet_until,
        "fair_hours": None if hours is None else f"{hours:f}".rstrip("0").rstrip("."),
    }


class MapForm(forms.Form):
    room = forms.ChoiceField(
        label=_("Your room"),
        help_text=_("The column of your calendar that is this room."),
        error_messages={"required": _("Choose a room.")},
    )

    def __init__(self, *args: Any, rooms: list[RoomRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["room"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(room.id), room.name) for room in rooms]
