"""The forms of the settings of messages."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.notices.enums import Channel, NoticeKind
from kollega.notices.rules.settings import NoticeSettings, ReminderRule
from kollega.notices.rules.wording import text_key
from kollega.web.fields import TimeTextField

ROWS = 6
SILENCEABLE = tuple((channel, kind) for kind in (NoticeKind.UPDATE, NoticeKind.CANCELLATION) for channel in Channel)
TOLD_WORDS = {
    (Channel.EMAIL, NoticeKind.UPDATE): _("Changed appointments by e-mail"),
    (Channel.SMS, NoticeKind.UPDATE): _("Changed appointments by SMS"),
    (Channel.EMAIL, NoticeKind.CANCELLATION): _("Cancellations by e-mail"),
    (Channel.SMS, NoticeKind.CANCELLATION): _("Cancellations by SMS"),
}
CHANNELS = [(Channel.EMAIL.value, _("e-mail")), (Channel.SMS.value, _("SMS"))]


class SettingsForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    invite_by_default = forms.BooleanField(label=_("Invite client is on when booking"), required=False)
    names_clinician = forms.BooleanField(label=_("Name the clinician in e-mails"), required=False)
    names_service = forms.BooleanField(
        label=_("Name the service in e-mails"),
        required=False,
        help_text=_("Others may see a mail or a calendar entry. Never in SMS."),
    )
    where = forms.CharField(
        label=_("Address as clients read it"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    remind_all = forms.BooleanField(label=_("Remind clients who were not invited too"), required=False)
    quiet_from = TimeTextField(label=_("No reminders from"))
    quiet_until = TimeTextField(label=_("until"))

    def __init__(self, *args: Any, services: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for channel, kind in SILENCEABLE:
            words = TOLD_WORDS[channel, kind]
            self.fields[_told(channel, kind)] = forms.BooleanField(label=words, required=False)
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), _("Enter 1 to 336 hours."))
        for row in range(ROWS):
            self.fields[f"hours_{row}"] = forms.IntegerField(
                label=_("Hours before"),
                required=False,
                min_value=1,
                max_value=336,
                widget=forms.NumberInput(attrs={"class": "input-time"}),
                error_messages=wrong,
            )
            self.fields[f"channel_{row}"] = forms.ChoiceField(label=_("By"), choices=CHANNELS, required=False)
            self.fields[f"service_{row}"] = forms.ChoiceField(
                label=_("For"),
                choices=[("", _("all services")), *services],
                required=False,
            )

    def told_fields(self) -> list[forms.BoundField]:
        return [self[_told(channel, kind)] for channel, kind in SILENCEABLE]

    def reminder_rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The rows that are filled and one empty one."""
        rows = [(self[f"hours_{row}"], self[f"channel_{row}"], self[f"service_{row}"]) for row in range(ROWS)]
        filled = max((number for number, row in enumerate(rows, 1) if row[0].value()), default=0)
        return rows[: filled + 1]

    def wanted(self) -> NoticeSettings:
        data = self.cleaned_data
        return NoticeSettings(
            invite_by_default=data["invite_by_default"],
            silent=frozenset(text_key(c, k) for c, k in SILENCEABLE if not data[_told(c, k)]),
            names_clinician=data["names_clinician"],
            names_service=data["names_service"],
            where=data["where"],
            reminders=tuple(self._rules()),
            remind_all=data["remind_all"],
            quiet_from=data["quiet_from"],
            quiet_until=data["quiet_until"],
            version=data["version"],
        )

    def _rules(self) -> Iterator[ReminderRule]:
        data = self.cleaned_data
        for row in range(ROWS):
            if data.get(f"hours_{row}"):
                service = data[f"service_{row}"]
                channel = Channel(data[f"channel_{row}"] or Channel.EMAIL)
                yield ReminderRule(data[f"hours_{row}"], channel, UUID(service) if service else None)


def initial_of(known: NoticeSettings) -> dict[str, Any]:
    first: dict[str, Any] = {
        name: getattr(known, name)
        for name in ("version", "invite_by_default", "names_clinician", "names_service", "where", "remind_all")
    }
    first |= {"quiet_from": known.quiet_from, "quiet_until": known.quiet_until}
    first |= {_told(channel, kind): text_key(channel, kind) not in known.silent for channel, kind in SILENCEABLE}
    for row, rule in enumerate(known.reminders[:ROWS]):
        first[f"hours_{row}"], first[f"channel_{row}"] = rule.hours, rule.channel.value
        first[f"service_{row}"] = str(rule.service_id or "")
    return first


def _told(channel: Channel, kind: NoticeKind) -> str:
    return f"{channel.value}_{kind.value}"


class TextForm(forms.Form):
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Enter a text, or go back to the standard one.")},
    )


class AccountForm(forms.Form):
    sender = forms.CharField(
        label=_("Sender name"),
        max_length=11,
        widget=forms.TextInput(attrs={"class": "input-short"}),
        help_text=_("What clients see instead of a number, 3 to 11 letters. It should not say what you treat."),
        error_messages={"required": _("Enter the name that clients see.")},
    )
    key = forms.CharField(
        label=_("Key of the SMS service"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    on = forms.BooleanField(label=_("Send SMS"), required=False)


class TestForm(forms.Form):
    to = forms.CharField(
        label=_("Your mobile number"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Enter a mobile number, such as +46 70 123 45 67.")},
    )
