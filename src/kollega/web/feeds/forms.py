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


class SourceForm(forms.Form):
    name = forms.CharField(
        label=_("What you call it"),
        max_length=80,
        help_text=_("Only you see this name."),
        error_messages={"required": _("Give the calendar a name, such as “Private”.")},
    )
    address = forms.CharField(
        label=_("Secret address of the calendar"),
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Google: settings of the calendar, Secret address in iCal format. Outlook: Shared calendars, Publish, ICS."
            " iCloud: share the calendar as public and copy the link."
        ),
        error_messages={
            "required": _("Enter the secret address of the calendar; it begins with https:// or webcal://.")
        },
    )
