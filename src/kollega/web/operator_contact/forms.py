from django import forms
from django.utils.translation import gettext_lazy as _

_COUNT = _("Enter how many people will work in the team.")


class LargeTeamForm(forms.Form):
    members = forms.IntegerField(
        label=_("How many people will work in the team"),
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "input-time", "inputmode": "numeric"}),
        error_messages={"required": _COUNT, "invalid": _COUNT, "min_value": _COUNT, "max_value": _COUNT},
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "input-short", "type": "tel", "autocomplete": "tel"}),
    )
    message = forms.CharField(
        label=_("Message"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you need, and when. No names of clients."),
    )
