"""Mails about accounts: links that prove an address, and word of every change of how somebody signs in."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from babel.dates import format_datetime
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kollega.accounts.models import AccountEvent
from kollega.accounts.operations.links import IssuedLink, issue
from kollega.accounts.queries.receivers import Receiver, former_receiver, receiver
from kollega.kernel.clock import real_now
from kollega.kernel.locales import locale_of
from kollega.messaging.operations.mail import queue_mail
from kollega.messaging.rules.letters import Letter, Link
from kollega.platform.jobs.reactions import Event

Kind = AccountEvent.Kind


def verification_wanted(event: Event) -> None:
    """A link to choose a password; somebody who has an account already is told so instead."""
    _send_link(event, "sign_up", lambda link: _sign_up_letter(link) if link.token else _known_letter())


def reset_wanted(event: Event) -> None:
    _send_link(event, "password_reset", _reset_letter)


def address_change_wanted(event: Event) -> None:
    """Goes to the new address, which it proves."""
    _send_link(event, "address_change", _address_letter)


def address_changed(event: Event) -> None:
    """Goes to the former address, whose owner would not hear of it otherwise."""
    told = former_receiver(UUID(event.payload["link_id"]))
    _tell(told, event, "address_changed", lambda: _("The e-mail address of your account was changed"), "")


def new_device(event: Event) -> None:
    told = receiver(UUID(event.payload["person_id"]))
    _tell(
        told,
        event,
        "new_device",
        lambda: _("Somebody signed in to your account with a new browser"),
        event.payload["device"],
    )


def recovery_code_used(event: Event) -> None:
    told = receiver(UUID(event.payload["person_id"]))
    _tell(told, event, "recovery_code_used", lambda: _("A recovery code of your account was used"), "")


def security_changed(event: Event) -> None:
    told = receiver(UUID(event.payload["person_id"]))
    _tell(told, event, "security_changed", lambda: _change(event.payload["change"]), event.payload["device"])


def _send_link(event: Event, kind: str, letter: Callable[[IssuedLink], Letter]) -> None:
    link = issue(UUID(event.payload["link_id"]), now=real_now())
    if link is None:
        return
    with translation.override(link.language):
        written = letter(link)
    queue_mail(
        written,
        kind=kind,
        to=link.to,
        language=link.language,
        person_id=link.person_id,
        expires_at=link.expires_at,
    )


def _tell(told: Receiver | None, event: Event, kind: str, subject: Callable[[], str], device: str) -> None:
    if told is None:
        return
    with translation.override(told.language):
        when = format_datetime(datetime.fromisoformat(event.payload["at"]), "long", locale=locale_of(told.language))
        letter = Letter(
            subject=subject(),
            lines=(_("If it was you, there is nothing to do."),),
            facts=((_("When"), when), *([(_("Browser"), device)] if device else [])),
            action=Link(_("Look at your account"), f"{settings.PUBLIC_URL}/account/"),
            closing=(_("If it was not you, change your password now and end all other logins on that page."),),
        )
    queue_mail(letter, kind=kind, to=told.address, language=told.language, person_id=told.id)


def _sign_up_letter(link: IssuedLink) -> Letter:
    return Letter(
        subject=_("Finish your account at Kollega"),
        lines=(_("Choose a password, then your account is ready. The link works once, for 24 hours."),),
        action=Link(_("Choose a password"), f"{settings.PUBLIC_URL}/signup/{link.token}/"),
        closing=(_("If you did not ask for an account, do nothing. Without the link none is made."),),
    )


def _known_letter() -> Letter:
    return Letter(
        subject=_("You have an account at Kollega already"),
        lines=(_("Somebody asked for an account with this e-mail address. There is one already, and it is yours."),),
        action=Link(_("Sign in"), f"{settings.PUBLIC_URL}/signin/"),
        links=(Link(_("Choose a new password"), f"{settings.PUBLIC_URL}/reset/"),),
        closing=(_("If it was not you, there is nothing to do."),),
    )


def _reset_letter(link: IssuedLink) -> Letter:
    return Letter(
        subject=_("Choose a new password"),
        lines=(_("The link works once, for one hour. All your logins end when you use it."),),
        action=Link(_("Choose a new password"), f"{settings.PUBLIC_URL}/reset/{link.token}/"),
        closing=(_("If you did not ask for it, do nothing. Your password stays as it is."),),
    )


def _address_letter(link: IssuedLink) -> Letter:
    return Letter(
        subject=_("Confirm your new e-mail address"),
        lines=(_("Open the link in the browser where you are signed in. It works once, for one hour."),),
        action=Link(_("Use this e-mail address"), f"{settings.PUBLIC_URL}/account/address/{link.token}/"),
        closing=(_("If you did not ask for it, do nothing. Nothing changes then."),),
    )


def _change(kind: str) -> str:
    return {
        Kind.PASSWORD_CHANGED.value: _("The password of your account was changed"),
        Kind.PASSWORD_RESET.value: _("The password of your account was set anew by a mailed link"),
        Kind.CODES_ADDED.value: _("An authenticator app was added to your account"),
        Kind.CODES_REMOVED.value: _("The authenticator app was removed from your account"),
        Kind.PASSKEY_ADDED.value: _("A passkey was added to your account"),
        Kind.PASSKEY_REMOVED.value: _("A passkey was removed from your account"),
        Kind.RECOVERY_CODES_MADE.value: _("New recovery codes were made for your account"),
        Kind.FACTORS_FORGOTTEN.value: _("The second steps of your account were removed by the operator"),
    }[kind]
