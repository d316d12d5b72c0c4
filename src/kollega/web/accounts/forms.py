"""Shapes of what people type on the pages of accounts. Whether it is right is decided by the operations."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

ADDRESS_MISSING = {
    "required": _("Enter your e-mail address."),
    "invalid": _("Enter an address such as name@example.org."),
}
PASSWORD_MISSING = {"required": _("Enter your password.")}
NAME_MISSING = {"required": _("Enter your name.")}
CODE_MISSING = {"required": _("Enter the code.")}


def password_field(label: object, *, autocomplete: str, autofocus: bool = False) -> forms.CharField:
    attrs: dict[str, object] = {"autocomplete": autocomplete}
    if autofocus:
        attrs["autofocus"] = True
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # a lazy translation
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs=attrs),
        error_messages=PASSWORD_MISSING,
    )


class SignInForm(forms.Form):
    address = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
        error_messages=ADDRESS_MISSING,
    )
    password = password_field(_("Password"), autocomplete="current-password")


class CodeForm(forms.Form):
    """Six digits of the app or a recovery code, in one field."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": True,
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages=CODE_MISSING,
    )


class OneTimeCodeForm(CodeForm):
    """Six digits of the app only, so the field is no longer than they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"class": "input-code", "inputmode": "numeric"}


class ConfirmForm(forms.Form):
    password = password_field(_("Password"), autocomplete="current-password", autofocus=True)


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter a name, such as the name of the device.")},
    )


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        error_messages=ADDRESS_MISSING,
    )


class SignUpForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
        error_messages=NAME_MISSING,
    )
    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=ADDRESS_MISSING,
    )


class NewPasswordForm(forms.Form):
    password = password_field(_("New password"), autocomplete="new-password", autofocus=True)


class NewPersonForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages=NAME_MISSING,
    )
    password = password_field(_("Password"), autocomplete="new-password", autofocus=True)


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages=NAME_MISSING,
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("auto", _("Auto")), ("light", _("Light")), ("dark", _("Dark"))]
    )
    single_keys = forms.BooleanField(
        label=_("Keyboard shortcuts with a single key"),
        help_text=_("For example c for a new entry. Shortcuts with Ctrl always work."),
        required=False,
    )
