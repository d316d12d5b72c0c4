"""The list of pending invitations, join links and requests, and what is done with a single invitation."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Area, Permission, Role
from kollega.practices.queries.practices import practice
from kollega.teams.operations.inviting import correct, resend, revoke
from kollega.teams.queries.invitations import (
    PendingInvitation,
    RunningJoinLink,
    WaitingRequest,
    pending_invitation,
    pending_invitations,
    running_join_links,
    waiting_requests,
)
from kollega.web.invitations.forms import CorrectForm
from kollega.web.invitations.words import OFFERS, days_left_words, name_of_type
from kollega.web.practices.words import AREA_WORDS, ROLE_WORDS
from kollega.web.refused import show_in


@dataclass(frozen=True, slots=True)
class Row:
    """What the page shows of an invitation, a link or a request; `kept` is the thing itself."""

    kept: PendingInvitation | RunningJoinLink | WaitingRequest
    roles: str
    account_type: str
    days: str = ""
    offer: str = ""


@practice_page(Permission.INVITATION_MANAGE)
@require_GET
def pending(request: PracticeRequest) -> HttpResponse:
    """Everything that waits for somebody."""
    context = {
        "facts": practice(request.actor),
        "invitations": [_invitation(row) for row in pending_invitations(request.actor)],
        "links": [_row(row, days_left_words(row.days_left)) for row in running_join_links(request.actor)],
        "requests": [_row(row) for row in waiting_requests(request.actor)],
        "area": "team",
    }
    return render(request, "invitations/pending.html", context)


@practice_page(Permission.INVITATION_MANAGE)
@require_POST
def resend_one(request: PracticeRequest, invitation_id: UUID) -> HttpResponse:
    """A new link for 30 days; the old one dies."""
    resend(request.actor, invitation_id=invitation_id)
    messages.success(request, _("A new invitation is on its way. The former link no longer works."))
    return redirect("invitations:pending", practice(request.actor).slug)


@practice_page(Permission.INVITATION_MANAGE)
@require_POST
def revoke_one(request: PracticeRequest, invitation_id: UUID) -> HttpResponse:
    revoke(request.actor, invitation_id=invitation_id)
    messages.success(request, _("The invitation was withdrawn. Its link no longer works."))
    return redirect("invitations:pending", practice(request.actor).slug)


@practice_page(Permission.INVITATION_MANAGE)
@require_http_methods(["GET", "POST"])
def correct_one(request: PracticeRequest, invitation_id: UUID) -> HttpResponse:
    """Another address in place of the wrong one: a new invitation."""
    row = pending_invitation(request.actor, invitation_id=invitation_id)
    if row is None:
        raise NotFound
    facts = practice(request.actor)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            correct(request.actor, invitation_id=invitation_id, email=form.cleaned_data["email"])
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The invitation is on its way to the right address."))
            return redirect("invitations:pending", facts.slug)
    context = {"form": form, "facts": facts, "invitation": row, "area": "team"}
    return render(request, "invitations/correct.html", context, status=422 if form.errors else 200)


def _invitation(row: PendingInvitation) -> Row:
    offer = "" if not name_of_type(row.plan_id) else str(OFFERS[row.offer][0])
    return _row(row, days_left_words(row.days_left), offer)


def _row(row: PendingInvitation | RunningJoinLink | WaitingRequest, days: str = "", offer: str = "") -> Row:
    return Row(row, role_words(row.roles, row.areas), name_of_type(row.plan_id), days, offer)


def role_words(roles: tuple[Role, ...], areas: tuple[Area, ...]) -> str:
    """Return roles and areas as one line."""
    return ", ".join(str(word) for word in [*(ROLE_WORDS[r] for r in roles), *(AREA_WORDS[a] for a in areas)])
