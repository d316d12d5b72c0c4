"""Forms of the waiting list, for visitors and for staff."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from babel.dates import get_day_names
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kollega.kernel.locales import locale_of
from kollega.online.enums import PartOfDay
from kollega.online.rules.waiting import Wish
from kollega.scheduling.enums import Place
from kollega.web.fields import DateText, DateTextField
from kollega.web.online.day_words import PART_WORDS
from kollega.web.online.forms import DetailsForm

USUAL = timedelta(weeks=8)


def weekday_names() -> list[tuple[str, str]]:
    names = get_day_names("wide", context="stand-alone", locale=locale_of(get_language() or "en"))
    return [(str(number), names[number].capitalize()) for number in range(7)]


def wish_fields(today: date) -> dict[str, forms.Field]:
    """The fields that say when somebody could come."""
    return {
        "weekdays": forms.MultipleChoiceField(
            label=_("On which days"),
            required=False,
            choices=weekday_names(),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None chosen means any day."),
        ),
        "parts": forms.MultipleChoiceField(
            label=_("At which time of the day"),
            required=False,
            choices=[(part.value, words) for part, words in PART_WORDS.items()],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None chosen means any time."),
        ),
        "until": DateTextField(
            today=lambda: today,
            label=_("Until"),
            widget=DateText,
            initial=today + USUAL,
            error_messages={"required": _("Enter a last day.")},
        ),
    }


def wish_from(data: dict[str, Any], *, service_id: UUID, clinician_id: UUID | None) -> Wish:
    """Return the wish of a valid form."""
    return Wish(
        service_id=service_id,
        clinician_id=clinician_id,
        weekdays=tuple(int(day) for day in data["weekdays"]),
        parts=tuple(PartOfDay(part) for part in data["parts"]),
        until=data["until"],
    )


class AskForm(DetailsForm):
    """A visitor's wish to be put on the list."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields.update(wish_fields(today))
        self.order_fields(["weekdays", "parts", "until"])


class AddForm(forms.Form):
    """Staff put a client on the list."""

    client = forms.ChoiceField(label=_("Client"), error_messages={"required": _("Choose a client.")})
    service = forms.ChoiceField(label=_("Service"), error_messages={"required": _("Choose a service.")})
    clinician = forms.ChoiceField(label=_("Clinician"), required=False)
    place = forms.ChoiceField(
        label=_("Where"),
        choices=[(Place.IN_PERSON.value, _("At the practice")), (Place.VIDEO.value, _("Video call"))],
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        clients: Sequence[tuple[str, str]],
        services: Sequence[tuple[str, str]],
        clinicians: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"].choices = [("", _("Choose a client")), *clients]  # type: ignore[attr-defined]
        self.fields["service"].choices = services  # type: ignore[attr-defined]
        self.fields["clinician"].choices = [("", _("Anyone")), *clinicians]  # type: ignore[attr-defined]
        self.fields.update(wish_fields(today))
