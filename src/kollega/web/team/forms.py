"""The shape of what is typed about members; rules judge the values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.kernel.permissions import Area, Role
from kollega.web.practices.words import AREA_WORDS, ROLE_WORDS


class MemberForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=80, required=False, help_text=_("For example licensed psychologist.")
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, ROLE_WORDS[role]) for role in Role if role is not Role.OWNER],
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


class NewMemberForm(MemberForm):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The person signs up first and confirms this address.")
    )

    field_order = ("email", "title", "roles", "areas")
