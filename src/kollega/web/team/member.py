"""One member: roles and areas, account type, logins; and the ways to ownership and removal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.catalogue.in_force import catalogue
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Area, ClientFields, Permission, Role
from kollega.practices.operations.members import end_logins
from kollega.practices.queries.team_facts import team_facts
from kollega.teams.errors import AppointmentsInTheWay
from kollega.teams.operations.changing import change_account_type, change_member
from kollega.teams.queries.members import TeamMember, team_member
from kollega.teams.queries.obstacles import WaitingVisit, obstacles
from kollega.web.practices.words import ROLE_MEANINGS, ROLE_WORDS
from kollega.web.refused import show_in
from kollega.web.team.account_types import type_choices
from kollega.web.team.forms import AccountTypeForm, MemberForm
from kollega.web.team.listing import member_row


@practice_page(Permission.MEMBER_MANAGE)
def member_page(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """Roles, areas and title of one member."""
    known = team_member(request.actor, membership_id=membership_id)
    initial = _initial(known)
    form = MemberForm(request.POST if request.method == "POST" else None, initial=initial)
    visits: list[WaitingVisit] = []
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            _store(request, known, form.cleaned_data)
        except Refusal as refusal:
            status = _status(show_in(form, refusal))
            visits = _in_the_way(request, membership_id, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("team:team", _slug(request))
    return _page(request, known, form=form, visits=visits, status=status)


@practice_page(Permission.BILLING_MANAGE)
@require_POST
def change_type(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """Give a member another account type."""
    known = team_member(request.actor, membership_id=membership_id)
    form = AccountTypeForm(request.POST, types=type_choices(request.actor))
    visits: list[WaitingVisit] = []
    status = 422
    if form.is_valid():
        try:
            change_account_type(request.actor, membership_id=membership_id, plan_id=form.cleaned_data["plan"])
        except Refusal as refusal:
            status = _status(show_in(form, refusal))
            visits = _in_the_way(request, membership_id, refusal)
        else:
            messages.success(request, _("The account type has changed."))
            return redirect("team:member", _slug(request), membership_id)
    return _page(request, known, type_form=form, visits=visits, status=status)


@practice_page(Permission.MEMBER_MANAGE)
@require_POST
def end_member_logins(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """End a member's login sessions everywhere, as after a lost phone."""
    end_logins(request.actor, membership_id=membership_id)
    messages.success(request, _("All logins of this member have ended."))
    return redirect("team:member", _slug(request), membership_id)


def role_meanings() -> list[tuple[Promise, Promise]]:
    return [(ROLE_WORDS[role], meaning) for role, meaning in ROLE_MEANINGS.items()]


def _store(request: PracticeRequest, known: TeamMember, data: dict[str, Any]) -> None:
    change_member(
        request.actor,
        membership_id=known.id,
        roles={Role(role) for role in data["roles"]} | ({Role.OWNER} & set(known.roles)),
        areas=[Area(area) for area in data["areas"]],
        title=data["title"],
        appointment_fields=ClientFields(data["appointment_fields"]) if data["appointment_fields"] else None,
    )


def _initial(known: TeamMember) -> dict[str, Any]:
    return {
        "title": known.title,
        "roles": list(known.roles),
        "areas": list(known.areas),
        "appointment_fields": known.appointment_fields.value,
    }


def _status(refused: int) -> int:
    """Roles that may not be given here are wrong input on this page, which the viewer may open."""
    return 409 if refused == 409 else 422


def _in_the_way(request: PracticeRequest, membership_id: UUID, refusal: Refusal) -> list[WaitingVisit]:
    if not isinstance(refusal, AppointmentsInTheWay):
        return []
    return obstacles(request.actor, membership_id=membership_id).visits


def _page(
    request: PracticeRequest,
    known: TeamMember,
    *,
    form: MemberForm | None = None,
    type_form: AccountTypeForm | None = None,
    visits: list[WaitingVisit],
    status: int,
) -> HttpResponse:
    initial = _initial(known)
    held = known.seat.plan.id if known.seat else ""
    context = {
        "facts": team_facts(request.actor.practice_id),
        "member": member_row(known),
        "form": form or MemberForm(initial=initial),
        "type_form": type_form or AccountTypeForm(types=type_choices(request.actor), initial={"plan": held}),
        "is_billed": catalogue().billing,
        "billing_url": reverse("plans:billing", args=[_slug(request)]),
        "visits": visits,
        "meanings": role_meanings(),
        "may_offer": request.actor.may(Permission.OWNERSHIP_OFFER) and not known.is_owner,
        "may_remove": not known.is_owner,
        "area": "team",
    }
    return render(request, "team/member.html", context, status=status)


def _slug(request: PracticeRequest) -> str:
    return team_facts(request.actor.practice_id).slug
