"""One form with every kind of field."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.web.fields import BirthDateText, DateTextField, Switch, TimeTextField

SAMPLE_DAY = date(2027, 3, 3)


def sample_day() -> date:
    """Short dates of the sample form are read against this day."""
    return SAMPLE_DAY


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Family name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Reminders and links go to this address."))
    born = DateTextField(label=_("Born"), today=sample_day, widget=BirthDateText)
    date = DateTextField(label=_("Date"), today=sample_day, initial=SAMPLE_DAY)
    start = TimeTextField(label=_("Start"), initial="10:00")
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("sv", "Svenska"), ("nb", "Norsk"), ("de", "Deutsch"), ("fr", "Français"), ("en", "English")],
    )
    place = forms.ChoiceField(
        label=_("Place"),
        choices=[("room", _("In person")), ("video", _("Video"))],
        widget=forms.RadioSelect,
        initial="room",
    )
    channels = forms.MultipleChoiceField(
        label=_("Reminders by"),
        required=False,
        choices=[("email", _("E-mail")), ("phone", _("Phone"))],
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(label=_("Reason for contact"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    code = forms.CharField(
        label=_("Code"),
        required=False,
        widget=forms.TextInput(attrs={"class": "input-code", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    consent = forms.BooleanField(
        label=_("The client agreed to reminders"), required=False, help_text=_("By text message and e-mail.")
    )
    active = forms.BooleanField(label=_("Active"), required=False, widget=Switch)
