"""The shape of what is typed about invitations; rules judge the values."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.accounts.rules.addresses import LONGEST
from kollega.kernel.permissions import Area, Role
from kollega.teams.rules.validity import MOST_LINK_DAYS, MOST_LINK_USES
from kollega.web.accounts.forms import ADDRESS_MISSING, NewPersonForm
from kollega.web.invitations.words import OFFERS, choice
from kollega.web.practices.words import AREA_WORDS, ROLE_MEANINGS, ROLE_WORDS

LONGEST_TEXT = 20_000
Choices = Sequence[tuple[str, Any]]


class TermsForm(forms.Form):
    """What somebody gets who joins."""

    account_type = forms.ChoiceField(
        label=_("Account type"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an account type.")},
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    areas = forms.MultipleChoiceField(
        label=_("Areas of office staff"),
        choices=[(area.value, AREA_WORDS[area]) for area in Area],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Each area shows only the data that its task needs."),
    )

    def __init__(self, *args: Any, types: Choices, roles: Sequence[Role], has_areas: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("account_type", types)
        self._offer("roles", [(role.value, choice(ROLE_WORDS[role], ROLE_MEANINGS[role])) for role in roles])
        if not has_areas:
            del self.fields["areas"]

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField))
        field.choices = choices

    @property
    def wanted_roles(self) -> list[Role]:
        return [Role(role) for role in self.cleaned_data["roles"]]

    @property
    def wanted_areas(self) -> list[Area]:
        return [Area(area) for area in self.cleaned_data.get("areas", [])]


class BatchForm(TermsForm):
    emails = forms.CharField(
        label=_("E-mail addresses"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Enter at least one e-mail address.")},
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "autofocus": True}),
        help_text=_("One on each line. You can paste a list, with commas or with names."),
    )
    people = forms.MultipleChoiceField(
        label=_("From my other teams"), widget=forms.CheckboxSelectMultiple, required=False
    )
    offer = forms.ChoiceField(
        label=_("Who pays"), widget=forms.RadioSelect, error_messages={"required": _("Choose who pays.")}
    )
    title = forms.CharField(
        label=_("Title"), max_length=80, required=False, help_text=_("For example licensed psychologist.")
    )

    field_order = ("emails", "people", "account_type", "offer", "roles", "areas", "title")

    def __init__(self, *args: Any, people: Choices, offers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("people", people)
        self.fields["emails"].required = not people
        if not people:
            del self.fields["people"]
        self._offer("offer", [(offer.value, choice(*words)) for offer, words in OFFERS.items() if offer in offers])
        if not offers:
            del self.fields["offer"]


class CorrectForm(forms.Form):
    email = forms.EmailField(label=_("Right e-mail address"), max_length=LONGEST, error_messages=ADDRESS_MISSING)


class InvitedPersonForm(NewPersonForm):
    """What a new account needs beside the invited address; the page is read before anything is typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password"].widget.attrs["autofocus"]


class LinkForm(TermsForm):
    most_uses = forms.IntegerField(
        label=_("People at most"),
        min_value=1,
        max_value=MOST_LINK_USES,
        initial=5,
        widget=forms.NumberInput(attrs={"class": "input-time", "inputmode": "numeric"}),
    )
    days = forms.IntegerField(
        label=_("Days"),
        min_value=1,
        max_value=MOST_LINK_DAYS,
        initial=7,
        widget=forms.NumberInput(attrs={"class": "input-time", "inputmode": "numeric"}),
    )

    field_order = ("most_uses", "days", "account_type", "roles", "areas")
