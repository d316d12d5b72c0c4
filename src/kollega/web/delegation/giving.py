"""Letting somebody use one's calendar: the form, which says in words what the other will see."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kollega.delegation.operations.giving import give_to_member, offer_by_mail
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import BadInput, Refusal
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields, Permission
from kollega.practices.queries.practices import members
from kollega.web.delegation.listing import slug_of
from kollega.web.delegation.words import DEED_WORDS, EXAMPLES, SHOWN_WORDS
from kollega.web.refused import show_in


class GiveForm(forms.Form):
    member = forms.ChoiceField(label=gettext_lazy("A colleague"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("Or a person of another practice, by e-mail"),
        required=False,
        help_text=gettext_lazy("They accept with this address and become no member of the team."),
    )
    deeds = forms.MultipleChoiceField(
        label=gettext_lazy("What they may do"),
        choices=[(deed.value, words) for deed, words in DEED_WORDS.items() if deed is not Deed.SEE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("With nothing ticked they only see the calendar."),
    )
    fields_shown = forms.ChoiceField(
        label=gettext_lazy("What they see of clients"),
        choices=[(level.value, f"{words}: {EXAMPLES[level]}") for level, words in SHOWN_WORDS.items()],
        widget=forms.RadioSelect,
        initial=ClientFields.INITIALS.value,
        help_text=gettext_lazy("Never notes, reasons for contact, internal lines or amounts. No client card opens."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("Whoever gets access reads it too.")
    )
    until = forms.DateTimeField(
        label=gettext_lazy("Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("At this minute it ends by itself. At most a year away."),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member = self.fields["member"]
        assert isinstance(member, forms.ChoiceField)
        member.choices = [("", _("Choose a colleague")), *people]
        # Each level is named with an example in the language of the page.
        shown = self.fields["fields_shown"]
        assert isinstance(shown, forms.ChoiceField)
        shown.choices = [(level.value, f"{words}: {EXAMPLES[level]}") for level, words in SHOWN_WORDS.items()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("member")) == bool(data.get("email")):
            self.add_error("member", _("Choose a colleague, or give an e-mail address."))
        return data


@practice_page(Permission.DELEGATION_GIVE)
def give(request: PracticeRequest) -> HttpResponse:
    """The form, and what came of it."""
    actor = request.actor
    people = [(str(row.id), row.display_name) for row in members(actor) if row.id != actor.membership_id]
    form = GiveForm(request.POST or None, people=people)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, form.cleaned_data)
        except BadInput as refusal:
            _blame(form, refusal)
            status = 422
        except Refusal as refusal:
            status = show_in(form, refusal)
        else:
            messages.success(request, _("Given. It stands in the list, and you see there who used your calendar."))
            return redirect("delegation:list", slug_of(request))
    context = {"area": "settings", "practice_slug": slug_of(request), "form": form}
    return render(request, "delegation/give.html", context, status=status)


def _give(request: PracticeRequest, data: dict[str, Any]) -> None:
    ends_at: datetime = data["until"]
    terms: dict[str, Any] = {
        "deeds": [Deed(deed) for deed in data["deeds"]],
        "fields": ClientFields(data["fields_shown"]),
        "reason": data["reason"],
        "ends_at": ends_at.astimezone(UTC),
    }
    if data["member"]:
        give_to_member(request.actor, membership_id=UUID(data["member"]), **terms)
    else:
        offer_by_mail(request.actor, email=data["email"], **terms)


def _blame(form: GiveForm, refusal: BadInput) -> None:
    for name, words in refusal.fields.items():
        form.add_error({"ends_at": "until"}.get(name, name), _(words))
