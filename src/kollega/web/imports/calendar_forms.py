"""The shape of what is chosen when a calendar file is imported."""

from django import forms
from django.utils.translation import gettext_lazy as _

BLOCKS, VISITS = "blocks", "appointments"


class CalendarFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A calendar saved as .ics, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file holds no events.")},
    )
    kind = forms.ChoiceField(
        label=_("Bring the events in as"),
        choices=[
            (BLOCKS, _("Private blocks: colleagues see that the time is taken")),
            (VISITS, _("Appointments: an event named like one of your clients becomes their visit")),
        ],
        initial=BLOCKS,
        widget=forms.RadioSelect,
    )
