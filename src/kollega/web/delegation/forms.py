"""The form by which an owner lets somebody use the calendar."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields
from kollega.scheduling.rules.localtime import forgiving
from kollega.web.delegation.words import DEED_WORDS, SHOWN_WORDS
from kollega.web.fields import DateTextField, TimeText, TimeTextField


class GiveForm(forms.Form):
    member = forms.ChoiceField(label=gettext_lazy("A colleague"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("Or a person of another practice, by e-mail"),
        required=False,
        help_text=gettext_lazy("They accept with this address and become no member of the team."),
    )
    deeds = forms.MultipleChoiceField(
        label=gettext_lazy("What they may do"),
        choices=[(deed.value, words) for deed, words in DEED_WORDS.items() if deed is not Deed.SEE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("With nothing ticked they only see the calendar."),
    )
    fields_shown = forms.ChoiceField(
        label=gettext_lazy("What they see of clients"),
        choices=[(level.value, words) for level, words in SHOWN_WORDS.items()],
        widget=forms.RadioSelect,
        initial=ClientFields.INITIALS.value,
        help_text=gettext_lazy("Never notes, reasons for contact, internal lines or amounts. No client card opens."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("Whoever gets access reads it too.")
    )
    starts_time = TimeTextField(
        label=pgettext_lazy("time of day", "At"), required=False, widget=TimeText(attrs={"class": "input-time"})
    )
    ends_time = TimeTextField(
        label=pgettext_lazy("time of day", "At"),
        initial=time(17),
        widget=TimeText(attrs={"class": "input-time"}),
        error_messages={"required": gettext_lazy("Enter the time at which it ends.")},
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"] = DateTextField(today=lambda: today, label=_("From"), required=False)
        self.fields["ends_on"] = DateTextField(
            today=lambda: today,
            label=_("Until"),
            error_messages={"required": _("Enter the day on which it ends.")},
        )
        self.people = people
        member = self.fields["member"]
        assert isinstance(member, forms.ChoiceField)
        member.choices = [("", _("Choose a colleague")), *people]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("member")) == bool(data.get("email")):
            self.add_error("member", _("Choose a colleague, or give an e-mail address."))
        if data.get("starts_time") and not data.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Enter the day of this time too."))
        return data

    def moments(self, zone: ZoneInfo) -> tuple[datetime | None, datetime]:
        """Begin (None: at once) and end as instants; a day without a time begins at midnight."""
        data = self.cleaned_data
        first = data["starts_on"]
        begins = datetime.combine(first, data["starts_time"] or time()) if first else None
        ends = datetime.combine(data["ends_on"], data["ends_time"])
        return forgiving(begins, zone) if begins else None, forgiving(ends, zone)
