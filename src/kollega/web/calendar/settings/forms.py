"""The forms of services, rooms and exceptions of working hours."""

from collections.abc import Callable
from datetime import date as calendar_date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.scheduling.enums import Mode
from kollega.scheduling.queries.offers import RoomRow, ServiceRow
from kollega.scheduling.rules.offers import LARGEST_GROUP, ExceptionEntry, ServiceValues
from kollega.web.calendar.status_words import MODE_WORDS
from kollega.web.fields import DateTextField, TimeTextField

LANGUAGES = (("sv", "Svenska"), ("nb", "Norsk"), ("de", "Deutsch"), ("fr", "Français"), ("en", "English"))
COLOURS = (_("Blue"), _("Amber"), _("Green"), _("Violet"), _("Teal"), _("Brick"), _("Plum"), _("Olive"))


def _number(label: Any, most: int, hint: Any = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "input-time", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=most, help_text=hint, widget=widget)


class ServiceForm(forms.Form):
    """A service; one name field per language, the practice's own first."""

    code = forms.CharField(
        label=_("Code"),
        min_length=2,
        max_length=3,
        help_text=_("Two or three letters, printed on every card."),
        widget=forms.TextInput(attrs={"class": "input-code"}),
    )
    minutes = _number(_("Length in minutes"), 720)
    mode = forms.ChoiceField(
        label=_("Given"), choices=[(mode.value, words) for mode, words in MODE_WORDS.items()], widget=forms.RadioSelect
    )
    colour = forms.ChoiceField(
        label=_("Colour"), choices=[(str(number), words) for number, words in enumerate(COLOURS, 1)]
    )
    buffer_before = _number(_("Set-up before, minutes"), 240, _("Blocked, but not part of the visit."))
    buffer_after = _number(_("Tidy-up after, minutes"), 240)
    notice_minutes = _number(_("Notice time, minutes"), 40_320, _("How long before the start it can still be booked."))
    bookable_online = forms.BooleanField(label=_("Can be booked online"), required=False)
    group_size = forms.IntegerField(
        label=_("Group of at most, clients"),
        required=False,
        min_value=2,
        max_value=LARGEST_GROUP,
        help_text=_("Leave empty for what is no group. A couple or a family needs no group."),
        widget=forms.NumberInput(attrs={"class": "input-time", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ordered = sorted(LANGUAGES, key=lambda pair: pair[0] != language)
        for code, name in ordered:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": name}, required=code == language, max_length=80
            )
        self.order_fields([f"name_{code}" for code, _name in ordered])

    @property
    def names(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("name_")]

    def values(self) -> ServiceValues:
        data = self.cleaned_data
        return ServiceValues(
            names={code: data[f"name_{code}"] for code, _name in LANGUAGES if data.get(f"name_{code}")},
            minutes=data["minutes"],
            mode=Mode(data["mode"]),
            code=data["code"],
            colour=int(data["colour"]),
            buffer_before=data["buffer_before"],
            buffer_after=data["buffer_after"],
            notice_minutes=data["notice_minutes"],
            bookable_online=data["bookable_online"],
            group_size=data["group_size"],
        )


def initial_of(service: ServiceRow) -> dict[str, Any]:
    names = {f"name_{code}": name for code, name in service.names.items()}
    return names | {
        "code": service.code,
        "minutes": service.minutes,
        "mode": service.mode.value,
        "colour": str(service.colour),
        "buffer_before": service.buffer_before,
        "buffer_after": service.buffer_after,
        "notice_minutes": service.notice_minutes,
        "bookable_online": service.bookable_online,
        "group_size": service.group_size,
    }


class RoomForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)


class ExceptionForm(forms.Form):
    """Days off, or other hours on some days."""

    first_day = DateTextField(today=calendar_date.today, label=_("First day"))
    last_day = DateTextField(today=calendar_date.today, label=_("Last day"), required=False)
    starts = TimeTextField(label=_("From"), required=False, help_text=_("Leave empty for days off."))
    ends = TimeTextField(label=_("Until"), required=False)
    room = forms.ChoiceField(label=_("Room"), required=False)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=120)

    def __init__(self, *args: Any, rooms: list[RoomRow], today: Callable[[], calendar_date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_day"] = DateTextField(today=today, label=_("First day"))
        self.fields["last_day"] = DateTextField(today=today, label=_("Last day"), required=False)
        field = self.fields["room"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("No usual room")), *((str(room.id), room.name) for room in rooms)]

    def entry(self) -> ExceptionEntry:
        data = self.cleaned_data
        return ExceptionEntry(
            first_day=data["first_day"],
            last_day=data["last_day"] or data["first_day"],
            starts=data["starts"],
            ends=data["ends"],
            room_id=UUID(data["room"]) if data["room"] else None,
            reason=data["reason"],
        )
