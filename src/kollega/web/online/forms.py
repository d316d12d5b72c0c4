"""Forms of the public pages; the questions of a service become fields of their own."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kollega.online.enums import AnswerKind
from kollega.online.rules.details import Details
from kollega.online.rules.intake import LONGEST, SCALE, Question
from kollega.web.fields import BirthDateText, DateTextField


class DetailsForm(forms.Form):
    """Who books, and how to reach them; `questions` follow in their order."""

    given_name = forms.CharField(
        label=_("First name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Enter your first name.")},
    )
    family_name = forms.CharField(
        label=_("Last name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Enter your last name.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The confirmation goes there."),
        error_messages={"required": _("Enter your e-mail address."), "invalid": _("Enter a valid email address.")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )

    def __init__(self, *args: Any, today: date, questions: Sequence[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.fields["born_on"] = DateTextField(
            today=lambda: today,
            label=_("Birth date"),
            widget=BirthDateText,
            help_text=_("For example 1984-05-02"),
            error_messages={"required": _("Enter your birth date.")},
        )
        self.order_fields(["given_name", "family_name", "born_on", "email", "phone"])
        for number, question in enumerate(questions):
            self.fields[f"answer_{number}"] = _field(question)

    @property
    def answers(self) -> list[forms.BoundField]:
        """The questions' fields, for the template."""
        return [self[f"answer_{number}"] for number in range(len(self.questions))]

    def details(self) -> Details:
        """Return what was typed, of a valid form."""
        data = self.cleaned_data
        return Details(
            given_name=data["given_name"],
            family_name=data["family_name"],
            born_on=data["born_on"],
            email=data["email"],
            phone=data["phone"],
            answers={str(n): data[f"answer_{n}"] or "" for n in range(len(self.questions))},
        )


def initial_of(details: Details | None) -> dict[str, Any]:
    """Return what was typed before, for the form."""
    if details is None:
        return {}
    known = {name: getattr(details, name) for name in ("given_name", "family_name", "born_on", "email", "phone")}
    return known | {f"answer_{number}": text for number, text in details.answers.items()}


def _field(question: Question) -> forms.Field:
    missing = {"required": _("Answer this question.")}
    if question.kind is AnswerKind.CHOICE:
        choices: list[tuple[str, Any]] = [("", _("Choose an answer")), *((one, one) for one in question.choices)]
        return forms.ChoiceField(
            label=question.label, choices=choices, required=question.required, error_messages=missing
        )
    if question.kind is AnswerKind.SCALE:
        return forms.ChoiceField(
            label=question.label,
            choices=[("", _("Choose a number from 0 to 10")), *((one, one) for one in SCALE)],
            required=question.required,
            error_messages=missing,
        )
    if question.kind is AnswerKind.YES_NO:
        return forms.ChoiceField(
            label=question.label,
            choices=[("yes", _("Yes")), ("no", _("No"))],
            widget=forms.RadioSelect,
            required=question.required,
            error_messages=missing,
        )
    long = question.kind is AnswerKind.LONG_TEXT
    return forms.CharField(
        label=question.label,
        max_length=LONGEST[question.kind],
        widget=forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput(),
        required=question.required,
        error_messages=missing,
    )


class CodeForm(forms.Form):
    """The code that went to the address the practice knows."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"class": "input-code", "autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Enter the code from the mail.")},
    )
