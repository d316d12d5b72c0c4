"""The shape of what is typed about practices, members and tokens; rules judge the values."""

from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kollega.kernel.permissions import Permission
from kollega.practices.rules.countries import COUNTRIES, CURRENCIES
from kollega.web.practices.words import PERMISSION_WORDS


def country_choices() -> list[tuple[str, str]]:
    """Return codes and names of the countries in the current language, by name."""
    names = Locale.parse(get_language() or "en").territories
    return sorted(((code, names.get(code, code)) for code in COUNTRIES), key=lambda pair: pair[1])


def zone_choices() -> list[tuple[str, str]]:
    wanted = ("Europe/", "America/", "Atlantic/", "Africa/", "Asia/", "Australia/", "Pacific/", "Indian/")
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if zone.startswith(wanted)]


class PracticeForm(forms.Form):
    name = forms.CharField(label=_("Name of the practice"), max_length=120)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, help_text=_("Times in the calendar are meant in this zone.")
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    language = forms.ChoiceField(
        label=_("Language of the practice"),
        choices=settings.LANGUAGES,
        help_text=_("New clients get their messages in it. Each person chooses their own for the pages."),
    )


class FoundingForm(PracticeForm):
    sees_clients = forms.BooleanField(label=_("I see clients myself"), required=False, initial=True)

    field_order = ("name", "country", "sees_clients", "zone", "currency", "language")


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What is it for"), max_length=80)
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (366, _("One year"))],
    )
    scopes = forms.MultipleChoiceField(label=_("Rights"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, own: frozenset[Permission], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        scopes = self.fields["scopes"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        scopes.choices = [(right.value, words) for right, words in PERMISSION_WORDS.items() if right in own]
