"""The shape of what is typed about a client; the rules of the domain judge the values."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kollega.clients.rules.birth_dates import read_birth_date
from kollega.clients.rules.contact import ContactData
from kollega.clients.rules.contact_people import FIELDS, ContactPersonData
from kollega.clients.rules.folding import fold
from kollega.clients.rules.names import split_name
from kollega.practices.queries.profile import Colleague
from kollega.web.clients.contact_people_words import RELATIONS
from kollega.web.fields import BirthDateText, DateTextField

NO_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
LONG = forms.Textarea(attrs={"rows": 8})


class BirthDateField(forms.Field):
    """A birth date as people type it; `today` is set by the form."""

    widget = BirthDateText
    default_error_messages = {"invalid": _("This date is not understood. Write for example 1984-05-02 or 2.5.1984.")}
    today = date.max

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        found = read_birth_date(str(value), today=self.today)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class PersonForm(forms.Form):
    """Base: knows today's date for the birth date and who may be responsible."""

    def __init__(
        self,
        *args: Any,
        today: date,
        clinicians: Sequence[Colleague] = (),
        with_birth_date: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        born = self.fields.get("born_on")
        if isinstance(born, BirthDateField):
            born.today = today
            if not with_birth_date:
                del self.fields["born_on"]
        responsible = self.fields.get("responsible_id")
        if isinstance(responsible, forms.ChoiceField):
            if clinicians:
                responsible.choices = [("", "—"), *((str(each.id), each.name) for each in clinicians)]
            else:
                del self.fields["responsible_id"]


def country_choices() -> list[tuple[str, str]]:
    """Return the codes and names of all countries in the current language, by name."""
    names = Locale.parse(get_language() or "en").territories
    countries = [(code, name) for code, name in names.items() if len(code) == 2 and code not in NO_COUNTRIES]
    return [("", "—"), *sorted(countries, key=lambda pair: fold(pair[1]))]


class ContactForm(PersonForm):
    """The whole contact data."""

    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    pronoun = forms.CharField(label=_("Pronoun"), max_length=30, required=False)
    born_on = BirthDateField(label=_("Birth date"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    street = forms.CharField(label=_("Street and number"), max_length=120, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("The client's messages are written in it.")
    )
    responsible_id = forms.ChoiceField(label=_("Responsible clinician"))

    def contact(self) -> ContactData:
        given = {name: value for name, value in self.cleaned_data.items() if name != "responsible_id"}
        return ContactData(**given)


class ContactPersonForm(forms.Form):
    """Somebody around a client."""

    relation = forms.ChoiceField(label=_("Relation"), choices=lambda: [("", "—"), *RELATIONS.items()])
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    street = forms.CharField(label=_("Street and number"), max_length=120, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    may_be_told = forms.CharField(
        label=_("May be told"),
        max_length=300,
        required=False,
        help_text=_("What the client has agreed to, for example: that appointments are kept, nothing else."),
    )
    in_emergency = forms.BooleanField(label=_("Call this person in an emergency"), required=False)
    pays_invoices = forms.BooleanField(label=_("Pays the invoices"), required=False)
    is_guardian = forms.BooleanField(label=_("Legal guardian"), required=False)
    guardian_from = DateTextField(today=date.today, label=_("Guardian from"), required=False)
    guardian_until = DateTextField(today=date.today, label=_("Guardian until"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("guardian_from", "guardian_until"):
            self.fields[name] = DateTextField(today=lambda: today, label=self.fields[name].label, required=False)

    def person(self) -> ContactPersonData:
        return ContactPersonData(**{name: self.cleaned_data[name] for name in FIELDS})


class QuickForm(PersonForm):
    """Three fields, enough to book: the rest can follow on the card."""

    name = forms.CharField(label=_("Name"), max_length=160)
    reach = forms.CharField(label=_("Phone or e-mail"), max_length=254, required=False)
    born_on = BirthDateField(label=_("Birth date"), required=False)
    responsible_id = forms.ChoiceField(label=_("Responsible clinician"))

    # The rules name the parts of what is one field here.
    FIELD_OF = {"family_name": "name", "given_name": "name", "email": "reach", "phone": "reach"}

    def contact(self, language: str) -> ContactData:
        given, family = split_name(self.cleaned_data["name"])
        reach = self.cleaned_data["reach"]
        is_email = "@" in reach
        return ContactData(
            given_name=given,
            family_name=family,
            language=language,
            born_on=self.cleaned_data.get("born_on"),
            email=reach if is_email else "",
            phone="" if is_email else reach,
        )


class InformationForm(forms.Form):
    text = forms.CharField(widget=LONG, required=False, strip=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("National identity number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "input-short", "autocomplete": "off", "inputmode": "numeric"}),
    )


class ColleagueForm(forms.Form):
    clinician_id = forms.ChoiceField(label=_("Clinician"))

    def __init__(self, *args: Any, clinicians: Sequence[Colleague], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["clinician_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((str(each.id), each.name) for each in clinicians)]
