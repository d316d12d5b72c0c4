"""Making somebody who has an account already a member."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Area, Permission, Role
from kollega.practices.operations.members import add_member
from kollega.practices.queries.team_facts import team_facts
from kollega.web.refused import show_in
from kollega.web.team.forms import NewMemberForm
from kollega.web.team.member import role_meanings


@practice_page(Permission.MEMBER_MANAGE)
def add(request: PracticeRequest) -> HttpResponse:
    """Make somebody who already has an account a member."""
    form = NewMemberForm(request.POST or None)
    facts = team_facts(request.actor.practice_id)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            add_member(
                request.actor,
                email=data["email"],
                title=data["title"],
                roles=[Role(role) for role in data["roles"]],
                areas=[Area(area) for area in data["areas"]],
            )
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Added to the team."))
            return redirect("team:team", facts.slug)
    context = {"form": form, "meanings": role_meanings(), "facts": facts, "area": "team"}
    return render(request, "team/add.html", context, status=422 if form.errors else 200)
