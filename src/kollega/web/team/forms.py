"""The shape of what is typed about members; rules judge the values."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.kernel.permissions import Area, Role
from kollega.practices.queries.profile import Colleague
from kollega.practices.rules.roles import GIVEN_BY_ADMINS
from kollega.teams.queries.carrying import Destination
from kollega.teams.rules.responsibility import Responsibility
from kollega.web.practices.words import AREA_WORDS, FIELDS_WORDS, ROLE_WORDS
from kollega.web.team.words import RESPONSIBILITY_CHOICES


class MemberForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=80, required=False, help_text=_("For example licensed psychologist.")
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, ROLE_WORDS[role]) for role in sorted(GIVEN_BY_ADMINS, key=list(Role).index)],
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
    appointment_fields = forms.ChoiceField(
        label=_("What the area of appointments shows of clients"),
        choices=[(level.value, words) for level, words in FIELDS_WORDS.items()],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("With less than contact data no client card opens: calendar and booking only."),
    )


class AccountTypeForm(forms.Form):
    plan = forms.ChoiceField(
        label=_("Account type"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an account type.")},
    )

    def __init__(self, *args: object, types: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        plan = self.fields["plan"]
        assert isinstance(plan, forms.ChoiceField)
        plan.choices = types


def responsibility_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Who is responsible for records?"),
        choices=[(choice.value, words) for choice, words in RESPONSIBILITY_CHOICES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who is responsible for records.")},
    )


class CreateTeamForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the team"),
        max_length=120,
        help_text=_("What members, mails and papers call the practice."),
        error_messages={"required": _("Enter the name of the team.")},
    )
    records = responsibility_field()


class RecordsForm(forms.Form):
    records = responsibility_field()

    def __init__(self, *args: object, now: Responsibility, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.fields["records"].initial = now.value


class ColleagueForm(forms.Form):
    to_id = forms.TypedChoiceField(
        label=_("Colleague"),
        coerce=UUID,
        error_messages={"required": _("Choose a colleague.")},
    )

    def __init__(self, *args: object, colleagues: Iterable[Colleague], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        to_id = self.fields["to_id"]
        assert isinstance(to_id, forms.ChoiceField)
        to_id.choices = [("", _("Choose a colleague")), *((str(each.id), each.name) for each in colleagues)]


class DestinationForm(forms.Form):
    to_id = forms.TypedChoiceField(
        label=_("Your practice"), coerce=UUID, error_messages={"required": _("Choose one of your practices.")}
    )

    def __init__(self, *args: object, destinations: Iterable[Destination], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        to_id = self.fields["to_id"]
        assert isinstance(to_id, forms.ChoiceField)
        to_id.choices = [(str(each.practice_id), each.name) for each in destinations]


class CancelForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, cancel all of them"),
        error_messages={"required": _("Say that you want to cancel all of them.")},
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
