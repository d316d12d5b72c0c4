"""Forms of the matching questionnaire: for visitors, for the practice, for a clinician's profile."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.online.operations.matching import Asked, ProfileData
from kollega.online.queries.matching import Matching
from kollega.online.rules.matching import LONGEST_ABOUT, LONGEST_REASON, AgeGroup
from kollega.scheduling.enums import Place
from kollega.web.online.facts import place_words
from kollega.web.online.forms import DetailsForm

LANGUAGE_WORDS: dict[str, str | Promise] = {
    "sv": _("Swedish"),
    "nb": _("Norwegian"),
    "de": _("German"),
    "fr": _("French"),
    "en": _("English"),
}
AGE_WORDS: dict[str, str | Promise] = {
    AgeGroup.CHILDREN.value: _("Children, up to 12"),
    AgeGroup.YOUTH.value: _("Youth, 13 to 17"),
    AgeGroup.ADULTS.value: _("Adults, 18 to 64"),
    AgeGroup.OLDER.value: _("65 and older"),
}


class MatchingForm(DetailsForm):
    """Who somebody is, why they come, what they look for, and the practice's own questions."""

    reason = forms.CharField(
        label=_("Reason for contact"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write in a few words why you look for help.")},
    )

    def __init__(self, *args: Any, matching: Matching, **options: Any) -> None:
        super().__init__(*args, questions=matching.questions, **options)
        self.fields["email"].help_text = _("You get a link there by which you choose.")
        if matching.topics:
            self.fields["topics"] = forms.MultipleChoiceField(
                label=_("What it is about"),
                choices=[(each, each) for each in matching.topics],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        if matching.languages:
            self.fields["spoken"] = forms.ChoiceField(
                label=_("Language"),
                choices=[("", _("Any language")), *((each, LANGUAGE_WORDS[each]) for each in matching.languages)],
                required=False,
            )
        self.fields["place"] = forms.ChoiceField(
            label=_("Where"),
            choices=[("", _("In person or by video")), *((each.value, place_words(each)) for each in Place)],
            required=False,
        )

    @property
    def wishes(self) -> list[forms.BoundField]:
        return [self[name] for name in ("topics", "spoken", "place") if name in self.fields]

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(data["reason"], data.get("spoken", ""), tuple(data.get("topics", ())), data["place"])


class PublishForm(forms.Form):
    """The questionnaire itself; its own questions have forms of their own."""

    is_on = forms.BooleanField(label=_("The questionnaire is on"), required=False)
    intro = forms.CharField(
        label=_("Introduction"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    topics = forms.CharField(
        label=_("Topics, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Clients and clinicians choose among them. For example: sleep, stress, grief."),
    )

    def lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.cleaned_data["topics"].splitlines() if line.strip())


class ProfileForm(forms.Form):
    """What a clinician works with; nothing chosen means everything of the kind."""

    is_listed = forms.BooleanField(label=_("Propose me to clients who fit"), required=False)
    about = forms.CharField(
        label=_("About me"), max_length=LONGEST_ABOUT, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=list(LANGUAGE_WORDS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    ages = forms.MultipleChoiceField(
        label=_("Ages"), choices=list(AGE_WORDS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, topics: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        if topics:
            self.fields["topics"] = forms.MultipleChoiceField(
                label=_("Topics"),
                choices=[(each, each) for each in topics],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self.fields["places"] = forms.MultipleChoiceField(
            label=_("Where"),
            choices=[(each.value, place_words(each)) for each in Place],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def profile(self) -> ProfileData:
        data = self.cleaned_data
        lists = {name: tuple(data.get(name, ())) for name in ("languages", "topics", "ages", "places")}
        return ProfileData(is_listed=data["is_listed"], about=data["about"], **lists)
