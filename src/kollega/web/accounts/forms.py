"""Shapes of what people type on the pages of accounts. Whether it is right is decided by the operations."""

from django import forms
from django.utils.translation import gettext_lazy as _

ADDRESS_MISSING = {
    "required": _("Enter your e-mail address."),
    "invalid": _("Enter an address such as name@example.org."),
}
PASSWORD_MISSING = {"required": _("Enter your password.")}
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
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn", "autofocus": True}),
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
                "class": "input-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages=CODE_MISSING,
    )


class ConfirmForm(forms.Form):
    password = password_field(_("Password"), autocomplete="current-password", autofocus=True)
