"""Who is responsible for records, and changing it with everybody's word (T9)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import BadInput, Refusal
from kollega.kernel.permissions import Permission
from kollega.practices.queries.team_facts import team_facts
from kollega.teams.operations.records import (
    confirm_records_change,
    decline_records_change,
    propose_records_change,
    withdraw_records_change,
)
from kollega.teams.queries.records import records_state
from kollega.teams.rules.responsibility import Responsibility
from kollega.web.refused import show_in
from kollega.web.team.forms import RecordsForm
from kollega.web.team.words import RESPONSIBILITY_CHOICES, RESPONSIBLE_WORDS


@practice_page(Permission.MEMBER_SEE)
def records(request: PracticeRequest) -> HttpResponse:
    """Everybody reads who is responsible; the owner proposes and withdraws, those who are asked say yes or no."""
    state = records_state(request.actor)
    answer = request.POST.get("answer", "")
    form = RecordsForm(request.POST if request.method == "POST" and not answer else None, now=state.responsible)
    if answer:
        return _answered(request, answer)
    if request.method == "POST" and form.is_valid():
        try:
            holds = propose_records_change(request.actor, wanted=Responsibility(form.cleaned_data["records"]))
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            show_in(form, refusal)
        else:
            messages.success(request, _("Changed.") if holds else _("Proposed. Everybody who is asked gets a mail."))
            return redirect("team:records", _slug(request))
    return _page(request, form)


def _answered(request: PracticeRequest, answer: str) -> HttpResponse:
    said: dict[str, tuple[Callable[..., Any], str]] = {
        "confirm": (confirm_records_change, _("Thank you. You have said yes.")),
        "decline": (decline_records_change, _("You have said no. Everything stays as it is.")),
        "withdraw": (withdraw_records_change, _("Withdrawn. Everything stays as it is.")),
    }
    if answer not in said:
        raise BadInput
    act, words = said[answer]
    act(request.actor)
    messages.success(request, words)
    return redirect("team:records", _slug(request))


def _page(request: PracticeRequest, form: RecordsForm) -> HttpResponse:
    state = records_state(request.actor)
    context = {
        "facts": team_facts(request.actor.practice_id),
        "form": form,
        "state": state,
        "responsible": RESPONSIBLE_WORDS[state.responsible],
        "wanted": RESPONSIBILITY_CHOICES[state.waiting.wanted] if state.waiting else "",
        "may_propose": request.actor.may(Permission.RECORDS_PROPOSE),
        "area": "team",
    }
    return render(request, "team/records.html", context, status=422 if form.errors else 200)


def _slug(request: PracticeRequest) -> str:
    return team_facts(request.actor.practice_id).slug
