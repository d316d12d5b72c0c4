"""From a practice of one to a team: a name, and who is responsible for records."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.practices.queries.team_facts import TeamFacts, team_facts
from kollega.teams.operations.creating import create_team
from kollega.teams.queries.readiness import team_readiness
from kollega.teams.rules.responsibility import Responsibility
from kollega.web.plans.words import plan_name
from kollega.web.refused import show_in
from kollega.web.team.forms import CreateTeamForm
from kollega.web.team.plan_address import plan_address


@practice_page(Permission.TEAM_CREATE)
def create(request: PracticeRequest) -> HttpResponse:
    """The form; where something is missing, what it is and where to get it."""
    facts = team_facts(request.actor.practice_id)
    if facts.team_since is not None and request.method == "GET":
        return redirect("team:team", facts.slug)
    form = CreateTeamForm(
        request.POST if request.method == "POST" else None, initial={"name": facts.name, "records": facts.records}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            create_team(request.actor, name=data["name"], records=Responsibility(data["records"]))
        except Refusal as refusal:
            show_in(form, refusal)
            return _page(request, form, facts, status=refusal.status)
        messages.success(request, _("Your practice is a team now. Invite the first colleague."))
        return redirect("team:team", facts.slug)
    return _page(request, form, facts, status=422 if form.errors else 200)


def _page(request: PracticeRequest, form: CreateTeamForm, facts: TeamFacts, *, status: int) -> HttpResponse:
    ready = team_readiness(request.actor)
    context = {
        "form": form,
        "facts": facts,
        "ready": ready,
        "missing": [plan_name(plan) for plan in ready.missing_plans],
        "takes_over": plan_name(ready.takes_over) if ready.takes_over else "",
        "plans_url": plan_address(facts.slug),
        "area": "team",
    }
    return render(request, "team/create.html", context, status=status)
