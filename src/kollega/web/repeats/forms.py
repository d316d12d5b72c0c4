"""The sentence that says how something repeats: every so many weeks, on which days, how often or until when."""

from collections.abc import Callable
from datetime import date as calendar_date
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kollega.scheduling.rules.recurring import Every, Rule, place_in_month
from kollega.web.calendar import day_words
from kollega.web.fields import DateTextField

WEEKS = (1, 2, 3, 4, 6, 8)
MONTH_DAY, MONTH_WEEKDAY = "month_day", "month_weekday"


class HowFarForm(forms.Form):
    """How far it goes: so many times, or until a last day, which wins."""

    times = forms.IntegerField(
        label=_("How many times"),
        required=False,
        min_value=1,
        max_value=500,
        widget=forms.NumberInput(attrs={"class": "input-time", "inputmode": "numeric"}),
    )
    last = DateTextField(today=calendar_date.today, label=_("Or until"), required=False)

    def __init__(self, *args: Any, today: Callable[[], calendar_date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last"] = DateTextField(today=today, label=_("Or until"), required=False)


class RepeatForm(HowFarForm):
    """Empty `repeat` is a single appointment. A last day wins over the number of times."""

    repeat = forms.ChoiceField(label=_("Repeat"), required=False)
    on = forms.MultipleChoiceField(label=_("On"), required=False, widget=forms.CheckboxSelectMultiple)
    field_order = ("repeat", "on", "times", "last")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weeks = [(f"week{n}", ngettext_lazy("Every week", "Every %(count)s weeks", n) % {"count": n}) for n in WEEKS]
        months = [
            (MONTH_DAY, _("Every month on the same date")),
            (MONTH_WEEKDAY, _("Every month on the same weekday")),
        ]
        self._choices("repeat", [("", _("Does not repeat")), *weeks, *months])
        self._choices("on", [(str(n), day_words.capital(day_words.weekday_name(n))) for n in range(7)])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def repeats(self) -> bool:
        return bool(self["repeat"].value())

    def rule(self, first: calendar_date, starts: time) -> Rule:
        """Return the rule that begins with the date and time of the appointment. After `is_valid`."""
        data = self.cleaned_data
        until = data["last"]
        count = None if until else data["times"] or 10
        if data["repeat"] == MONTH_DAY:
            return Rule(Every.MONTH_DAY, 1, first, starts, count=count, until=until, month_day=first.day)
        weekdays = tuple(sorted({int(day) for day in data["on"]} or {first.weekday()}))
        if data["repeat"] == MONTH_WEEKDAY:
            place = place_in_month(first)
            return Rule(
                Every.MONTH_WEEKDAY, 1, first, starts, (first.weekday(),), count=count, until=until, position=place
            )
        return Rule(Every.WEEK, int(data["repeat"].removeprefix("week")), first, starts, weekdays, count, until)


class FurtherForm(HowFarForm):
    """How far it is to go on. A last day wins over the number of times."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["times"].label = _("How many more")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("times") and not data.get("last"):
            self.add_error("times", _("Say how many more, or until when."))
        return data

    @property
    def wanted(self) -> dict[str, Any]:
        """`count` or `until`, exactly one of them. After `is_valid`."""
        until = self.cleaned_data["last"]
        return {"count": None if until else self.cleaned_data["times"], "until": until}


class EndForm(forms.Form):
    """The first date that is gone, and whether the later ones are cancelled or taken out of all views."""

    first = forms.ChoiceField(label=_("From which date on"))
    how = forms.ChoiceField(
        label=_("What becomes of them"),
        choices=[
            ("cancel", _("Cancel them: they stay in the history")),
            ("delete", _("Take them out, as if never booked")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200, help_text=_("Kept in the history."))

    def offer(self, choices: list[tuple[str, str]], *, usual: str) -> None:
        """Set the dates to choose from; `usual` is chosen when it is among them."""
        field = self.fields["first"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if usual in dict(choices):
            self.initial["first"] = usual
