"""Offering the practice to a member, and answering the offer; both after a recent authentication (T4)."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.kernel.errors import BadInput, Refusal
from kollega.kernel.permissions import Permission
from kollega.practices.queries.team_facts import team_facts
from kollega.teams.operations.ownership import (
    accept_ownership,
    decline_ownership,
    offer_ownership,
    withdraw_ownership,
)
from kollega.teams.queries.members import team_member
from kollega.teams.queries.ownership import waiting_offer
from kollega.web.accounts.fresh import after_fresh_login
from kollega.web.team.plan_address import plan_address


@practice_page(Permission.OWNERSHIP_OFFER)
@after_fresh_login(back_to=None)
def offer(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """Say what it means, then offer the practice to this member."""
    facts = team_facts(request.actor.practice_id)
    known = team_member(request.actor, membership_id=membership_id)
    problem, status = "", 200
    if request.method == "POST":
        try:
            offer_ownership(request.actor, membership_id=membership_id)
        except Refusal as refusal:
            problem, status = sentence(refusal), refusal.status
        else:
            messages.success(request, _("Offered. %(name)s gets a mail.") % {"name": known.name})
            return redirect("team:team", facts.slug)
    context = {"facts": facts, "member": known, "problem": problem, "area": "team"}
    return render(request, "team/offer.html", context, status=status)


@practice_page(Permission.OWNERSHIP_ANSWER)
@after_fresh_login(back_to=None)
def answer(request: PracticeRequest) -> HttpResponse:
    """The offer that waits: accept or decline it, or as the owner take it back."""
    facts = team_facts(request.actor.practice_id)
    problem, status = "", 200
    if request.method == "POST":
        act, words = _chosen(request.POST.get("answer", ""))
        try:
            act(request.actor)
        except Refusal as refusal:
            problem, status = sentence(refusal), refusal.status
        else:
            messages.success(request, words)
            return redirect("team:team", facts.slug)
    context = {
        "facts": facts,
        "offer": waiting_offer(request.actor),
        "may_withdraw": request.actor.may(Permission.OWNERSHIP_OFFER),
        "problem": problem,
        "plans_url": plan_address(facts.slug),
        "area": "team",
    }
    return render(request, "team/ownership.html", context, status=status)


def _chosen(answer: str) -> tuple[Callable[..., None], str]:
    said: dict[str, tuple[Callable[..., None], str]] = {
        "accept": (accept_ownership, _("The practice is yours now.")),
        "decline": (decline_ownership, _("Declined. Nothing has changed.")),
        "withdraw": (withdraw_ownership, _("Withdrawn. You are still the owner.")),
    }
    if answer not in said:
        raise BadInput
    return said[answer]
