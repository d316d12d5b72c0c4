"""Forms of the settings of online booking."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.online.enums import AnswerKind, Takes
from kollega.online.queries.settings import ClinicianSetup, ServiceSetup
from kollega.online.rules.intake import LONGEST_LABEL, MOST_QUESTIONS, Question
from kollega.online.rules.settings import LONGEST_POLICY, STEPS, ClinicianSettings, PageSettings

NOTICES: tuple[tuple[int, str | Promise], ...] = (
    (0, _("None")),
    (60, _("1 hour")),
    (120, _("2 hours")),
    (240, _("4 hours")),
    (720, _("12 hours")),
    (1440, _("1 day")),
    (2880, _("2 days")),
    (4320, _("3 days")),
    (10080, _("1 week")),
)
TAKES: tuple[tuple[str, str | Promise], ...] = (
    (Takes.EVERYONE.value, _("Everyone")),
    (Takes.EXISTING.value, _("Only clients of the practice, who show it by a code")),
)
KINDS: tuple[tuple[str, str | Promise], ...] = (
    (AnswerKind.TEXT.value, _("Short text")),
    (AnswerKind.LONG_TEXT.value, _("Long text")),
    (AnswerKind.CHOICE.value, _("One of several")),
    (AnswerKind.YES_NO.value, _("Yes or no")),
    (AnswerKind.SCALE.value, _("Scale from 0 to 10")),
)
_SMALL = {"class": "input-time", "inputmode": "numeric"}


def _notice(**options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=_("Notice time"), coerce=int, **options)


class PageForm(forms.Form):
    """What holds on the practice's page."""

    is_on = forms.BooleanField(
        label=_("The page is on"), required=False, help_text=_("Off, the address answers that there is nothing.")
    )
    slug = forms.CharField(
        label=_("Address"),
        max_length=50,
        help_text=_("The last part of the page's address."),
        error_messages={"required": _("Enter an address.")},
    )
    direct = forms.ChoiceField(
        label=_("What a client's choice is"),
        choices=[("book", _("A booking at once")), ("ask", _("A request that you answer"))],
        widget=forms.RadioSelect,
        help_text=_("Either way the time is kept from then on."),
    )
    takes = forms.ChoiceField(label=_("Who may book"), choices=TAKES, widget=forms.RadioSelect)
    in_person = forms.BooleanField(label=_("At the practice"), required=False)
    video = forms.BooleanField(label=_("Video call"), required=False)
    notice_minutes = _notice(help_text=_("With one hour, 08:00 is offered until 07:00."))
    ahead_days = forms.IntegerField(
        label=_("Days ahead that can be booked"), min_value=1, max_value=365, widget=forms.NumberInput(attrs=_SMALL)
    )
    step_minutes = forms.TypedChoiceField(
        label=_("Times begin every"), coerce=int, choices=[(step, f"{step} min") for step in STEPS]
    )
    change_hours = forms.IntegerField(
        label=_("Hours before, until which clients may move or cancel"),
        min_value=0,
        max_value=336,
        widget=forms.NumberInput(attrs=_SMALL),
    )
    waiting_list = forms.BooleanField(label=_("Visitors may ask to be put on the waiting list"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_minutes"].choices = _with(NOTICES, self.initial.get("notice_minutes"))  # type: ignore[attr-defined]

    def settings(self) -> PageSettings:
        """Return the settings of a valid form."""
        data = self.cleaned_data
        return PageSettings(**{**data, "direct": data["direct"] == "book", "takes": Takes(data["takes"])})


def page_initial(page: PageSettings) -> dict[str, Any]:
    values = {name: getattr(page, name) for name in PageForm.base_fields}
    return values | {"direct": "book" if page.direct else "ask", "takes": page.takes.value}


class LookForm(forms.Form):
    """Colour and logo of the public pages."""

    accent = forms.CharField(
        label=_("Colour"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input-short", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("As # and six digits or letters. It is taken when words in it can be read; empty, ours is used."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
        help_text=_("A PNG, JPEG or WebP picture of at most 300 kB. It stands on white, 48 pixels high."),
    )


class ClinicianForm(forms.Form):
    """What one clinician offers."""

    is_on = forms.BooleanField(label=_("Can be booked online"), required=False)
    slug = forms.CharField(
        label=_("Address"),
        max_length=50,
        help_text=_("The last part of the address of the page for this clinician alone."),
        error_messages={"required": _("Enter an address.")},
    )
    takes = forms.ChoiceField(
        label=_("Who may book"), required=False, choices=[("", _("As on the practice's page")), *TAKES]
    )
    in_person = forms.BooleanField(label=_("At the practice"), required=False)
    video = forms.BooleanField(label=_("Video call"), required=False)
    notice_minutes = _notice(required=False, empty_value=None)
    service_ids = forms.MultipleChoiceField(
        label=_("Services"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all that can be booked online."),
    )

    def __init__(self, *args: Any, services: tuple[ServiceSetup, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        online = [one.service for one in services if one.service.bookable_online]
        self.fields["service_ids"].choices = [(str(one.id), one.name) for one in online]  # type: ignore[attr-defined]
        notices = _with(NOTICES, self.initial.get("notice_minutes"))
        self.fields["notice_minutes"].choices = [("", _("As on the practice's page")), *notices]  # type: ignore[attr-defined]

    def settings(self) -> ClinicianSettings:
        """Return the settings of a valid form."""
        data = self.cleaned_data
        return ClinicianSettings(
            slug=data["slug"],
            is_on=data["is_on"],
            takes=Takes(data["takes"]) if data["takes"] else None,
            in_person=data["in_person"],
            video=data["video"],
            notice_minutes=data["notice_minutes"],
            service_ids=tuple(UUID(one) for one in data["service_ids"]),
        )


def clinician_initial(setup: ClinicianSetup) -> dict[str, Any]:
    wanted = setup.settings
    return {
        "is_on": wanted.is_on,
        "slug": wanted.slug,
        "takes": wanted.takes.value if wanted.takes else "",
        "in_person": wanted.in_person,
        "video": wanted.video,
        "notice_minutes": "" if wanted.notice_minutes is None else wanted.notice_minutes,
        "service_ids": [str(one) for one in wanted.service_ids],
    }


class PolicyForm(forms.Form):
    """What clients agree to, in as many languages as the practice writes it."""

    LANGUAGES = (("en", "English"), ("sv", "Svenska"), ("nb", "Norsk bokmål"), ("de", "Deutsch"), ("fr", "Français"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in self.LANGUAGES:
            self.fields[code] = forms.CharField(
                label=name, required=False, max_length=LONGEST_POLICY, widget=forms.Textarea(attrs={"rows": 6})
            )


class QuestionForm(forms.Form):
    """One question; an empty one is none."""

    label = forms.CharField(label=_("Question"), required=False, max_length=LONGEST_LABEL)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=KINDS)
    choices = forms.CharField(
        label=_("Choices, one on each line"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)

    def question(self) -> Question | None:
        """Return the question of a valid form."""
        data = self.cleaned_data
        if not data["label"].strip():
            return None
        lines = tuple(line.strip() for line in data["choices"].splitlines() if line.strip())
        kind = AnswerKind(data["kind"])
        return Question(kind, data["label"].strip(), data["required"], lines if kind is AnswerKind.CHOICE else ())


def question_forms(data: Any, questions: tuple[Question, ...]) -> list[QuestionForm]:
    """One form for each question and two empty ones, up to the most there may be."""
    count = min(MOST_QUESTIONS, len(questions) + 2) if data is None else MOST_QUESTIONS
    made = []
    for number in range(count):
        known = questions[number] if number < len(questions) else None
        initial = (
            {"label": known.label, "kind": known.kind, "required": known.required, "choices": "\n".join(known.choices)}
            if known
            else {}
        )
        if data is None or f"q{number}-kind" in data:
            made.append(QuestionForm(data, initial=initial, prefix=f"q{number}"))
    return made


def _with(known: tuple[tuple[int, str | Promise], ...], value: Any) -> list[tuple[Any, Any]]:
    """The usual choices, and the stored one where it is none of them."""
    if isinstance(value, int) and value not in dict(known):
        return sorted([*known, (value, f"{value} min")], key=lambda one: one[0])
    return list(known)
