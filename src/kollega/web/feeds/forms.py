"""The shape of what is typed about feeds; operations judge the values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.feeds.enums import Shows

SHOWS_WORDS = {
    Shows.BUSY: _("Without names: “Appointment”"),
    Shows.INITIALS: _("Initials of the client"),
    Shows.NAMES: _("Name of the client"),
}


class FeedForm(forms.Form):
    name = forms.CharField(
        label=_("Which device or program"),
        max_length=80,
        help_text=_("So that you know it again, such as “My phone”."),
        error_messages={"required": _("Say which program or device it is for.")},
    )
    shows = forms.ChoiceField(
        label=_("What it shows"),
        widget=forms.RadioSelect,
        choices=[(shows.value, words) for shows, words in SHOWS_WORDS.items()],
        initial=Shows.BUSY.value,
    )
    names_confirmed = forms.BooleanField(
        label=_("I know that names or initials then leave Kollega"),
        required=False,
        help_text=_(
            "Only for names and initials: whoever can open the other program, its provider and its backups can read"
            " them. Each reading is logged."
        ),
    )
    with_blocks = forms.BooleanField(label=_("My private blocks too"), required=False)
