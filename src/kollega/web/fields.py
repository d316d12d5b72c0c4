"""Form fields and widgets of our own; ui/field.html draws them."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import CheckboxInput, TextInput
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from kollega.web.date_text import read_date, read_time

# Django's own sentences, in our words: the catalogues here stand before Django's.
REWORDED = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a number."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
)


class Switch(CheckboxInput):
    """A checkbox that acts at once: drawn as a switch."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"role": "switch", **(attrs or {})})


class DateText(TextInput):
    """A typed date that the page echoes in words."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-date": "", "autocomplete": "off", "inputmode": "text", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else super().format_value(value)


class BirthDateText(DateText):
    """A birth date is typed only: no month grid, and years count as the past."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-date": "birth", "autocomplete": "bday", **(attrs or {})})


class TimeText(TextInput):
    """A typed time of day; ``list`` may name a datalist of free times."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-time": "", "autocomplete": "off", "inputmode": "decimal", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return value.strftime("%H:%M") if isinstance(value, time) else super().format_value(value)


class DateTextField(forms.Field):
    """A date as people type it. ``today`` gives the day that short forms are read against."""

    widget = DateText
    default_error_messages = {"invalid": _("This date is not understood. Write for example 3/3 or 2027-03-03.")}

    def __init__(self, *, today: Callable[[], date], **options: Any) -> None:
        super().__init__(**options)
        self._today = today

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        if value in self.empty_values:
            return None
        found = read_date(str(value), today=self._today(), past=isinstance(self.widget, BirthDateText))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class TimeTextField(forms.Field):
    """A time of day as people type it."""

    widget = TimeText
    default_error_messages = {"invalid": _("This time is not understood. Write for example 9, 930 or 9:30.")}

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, time):
            return value
        if value in self.empty_values:
            return None
        found = read_time(str(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found
