"""The page of what holds for the whole team, and no member can override (T11)."""

from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import BadInput
from kollega.kernel.permissions import Permission
from kollega.practices.operations.team_settings import change_team_settings
from kollega.practices.queries.practices import practice
from kollega.practices.queries.team_settings import team_settings
from kollega.practices.rules.team_settings import FEWEST_DAYS, LONGEST_FOOTER, MOST_DAYS, TeamSettings, Viewing
from kollega.web.refused import show_in

VIEWING_WORDS: dict[Viewing, str | Promise] = {
    Viewing.NOBODY: _("Nobody"),
    Viewing.ADMINS: _("The owner and administrators"),
    Viewing.ASSISTANTS: _("The owner, administrators and assistants"),
    Viewing.EVERYONE: _("Everyone in the team"),
}
_DAYS = _("Enter a number of days from 1 to 365.")


class TeamSettingsForm(forms.Form):
    """What holds for the whole team (T11)."""

    second_factor_for_all = forms.BooleanField(
        label=_("Everybody needs a second step to sign in"),
        required=False,
        help_text=_("Who sees data of clients needs one anyhow. Without one, pages and access tokens stay closed."),
    )
    consent_reminder = forms.BooleanField(
        label=_("Remind of the client's consent"),
        required=False,
        help_text=_("Before a note is begun, its author confirms that the client knows and agrees."),
    )
    draft_days = forms.IntegerField(
        label=_("Days until untouched drafts are put away"),
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "input-time", "inputmode": "numeric"}),
        help_text=_("Drafts that were never saved go to their author's bin. Saved ones are locked as unsigned."),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _DAYS),
    )
    note_footer = forms.CharField(
        label=_("Last line of printed notes"),
        max_length=LONGEST_FOOTER,
        required=False,
        help_text=_("For example the registration number and the address of the practice."),
    )
    viewing = forms.ChoiceField(
        label=_("Who may read colleagues' signed notes"),
        choices=[(viewing.value, words) for viewing, words in VIEWING_WORDS.items()],
        help_text=_("Reading only, and each opening stands in the log. Drafts stay with their author."),
    )


@practice_page(Permission.PRACTICE_MANAGE)
@require_http_methods(["GET", "POST"])
def team_settings_page(request: PracticeRequest) -> HttpResponse:
    facts, known = practice(request.actor), team_settings(request.actor)
    form = TeamSettingsForm(request.POST if request.method == "POST" else None, initial=asdict(known))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            change_team_settings(request.actor, wanted=TeamSettings(**{**data, "viewing": Viewing(data["viewing"])}))
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("practices:team_settings", facts.slug)
    context = {"form": form, "facts": facts, "area": "settings"}
    return render(request, "practices/team_settings.html", context, status=422 if form.errors else 200)
