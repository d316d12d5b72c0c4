"""Pages about members: the list, adding an existing account, roles."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Area, Permission, Role
from kollega.practices.operations.members import add_member, change_member, end_logins
from kollega.practices.queries.practices import Member, member, members, practice
from kollega.web.practices.words import AREA_WORDS, ROLE_MEANINGS, ROLE_WORDS
from kollega.web.refused import show_in
from kollega.web.team.forms import MemberForm, NewMemberForm


@practice_page(Permission.MEMBER_SEE)
def team(request: PracticeRequest) -> HttpResponse:
    """All running members with their roles."""
    rows = [_row(row) for row in members(request.actor)]
    context = {
        "rows": rows,
        "may_manage": request.actor.may(Permission.MEMBER_MANAGE),
        "facts": practice(request.actor),
        "area": "team",
    }
    return render(request, "team/team.html", context)


@practice_page(Permission.MEMBER_MANAGE)
def add(request: PracticeRequest) -> HttpResponse:
    """Make somebody who already has an account a member."""
    form = NewMemberForm(request.POST or None)
    facts = practice(request.actor)
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
    return _form_page(request, form, {"facts": facts, "member": None})


@practice_page(Permission.MEMBER_MANAGE)
def change(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """Roles, areas and title of one member."""
    known = member(request.actor, membership_id=membership_id)
    if known is None:
        raise NotFound
    facts = practice(request.actor)
    initial = {"title": known.title, "roles": list(known.roles), "areas": list(known.areas)}
    form = MemberForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kept = {Role.OWNER} & set(known.roles)
        try:
            change_member(
                request.actor,
                membership_id=membership_id,
                roles={Role(role) for role in data["roles"]} | kept,
                areas=[Area(area) for area in data["areas"]],
                title=data["title"],
            )
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("team:team", facts.slug)
    return _form_page(request, form, {"facts": facts, "member": _row(known)})


@practice_page(Permission.MEMBER_MANAGE)
@require_POST
def end_member_logins(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """End a member's login sessions everywhere, as after a lost phone."""
    end_logins(request.actor, membership_id=membership_id)
    messages.success(request, _("All logins of this member have ended."))
    return redirect("team:member", practice(request.actor).slug, membership_id)


def _form_page(request: PracticeRequest, form: MemberForm, context: dict[str, Any]) -> HttpResponse:
    meanings = [(ROLE_WORDS[role], meaning) for role, meaning in ROLE_MEANINGS.items()]
    return render(
        request,
        "team/member.html",
        {"form": form, "meanings": meanings, "area": "team", **context},
        status=422 if form.errors else 200,
    )


def _row(known: Member) -> dict[str, Any]:
    return {
        "id": known.id,
        "name": known.display_name,
        "title": known.title,
        "email": known.email,
        "roles": [ROLE_WORDS[role] for role in known.roles],
        "areas": [AREA_WORDS[area] for area in known.areas],
        "since": known.since,
        "is_owner": Role.OWNER in known.roles,
    }
