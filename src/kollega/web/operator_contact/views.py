"""Asking the operator for a large team, or the contact person of the practice's contract (T12)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.plans import plan_of
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.operator.operations.large_teams import ask_for_large_team
from kollega.operator.queries.large_teams import own_requests
from kollega.practices.queries.practices import practice
from kollega.web.operator_contact.forms import LargeTeamForm
from kollega.web.refused import show_in


@practice_page(Permission.INVITATION_MANAGE)
@require_http_methods(["GET", "POST"])
def large(request: PracticeRequest) -> HttpResponse:
    """The form, what was asked before, and under a contract whom to ask instead."""
    actor = request.actor
    facts = practice(actor)
    form = LargeTeamForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_large_team(actor, **form.cleaned_data)
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Sent. You get an answer by e-mail or phone."))
            return redirect("operator_contact:large", facts.slug)
    context = {
        "form": form,
        "facts": facts,
        "from_members": catalogue().large_team_from,
        "contract": plan_of(actor.practice_id, actor.at).contract,
        "asked": own_requests(actor),
        "email": request.user.email,
        "area": "team",
    }
    return render(request, "operator_contact/large.html", context, status=422 if form.errors else 200)
