"""Leaving the practice, and removing a member: first what stands in the way, then the end (T10)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.practices.queries.team_facts import team_facts
from kollega.scheduling.operations.passing_on import PassedOn
from kollega.teams.operations.carrying import carry_notes
from kollega.teams.operations.leaving import (
    cancel_all_visits,
    hand_over_clients,
    hand_over_visits,
    leave,
    remove_member,
)
from kollega.teams.queries.carrying import CarryChoice, carry_choice
from kollega.teams.queries.members import team_member
from kollega.teams.queries.obstacles import Obstacles, obstacles
from kollega.web.team.forms import CancelForm, ColleagueForm, DestinationForm

SHOWN = 20


@practice_page(Permission.MEMBERSHIP_LEAVE)
def leave_page(request: PracticeRequest) -> HttpResponse:
    """One's own leaving."""
    problem = ""
    if request.method == "POST":
        name = team_facts(request.actor.practice_id).name
        try:
            leave(request.actor)
        except Refusal as refusal:
            problem = sentence(refusal)
        else:
            messages.success(request, _("You have left %(practice)s.") % {"practice": name})
            return redirect("practices:choose")
    return _page(request, request.actor.own_membership, problem=problem)


@practice_page(Permission.MEMBER_MANAGE)
def remove_page(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """Removing somebody else."""
    if membership_id == request.actor.membership_id:
        return redirect("team:leave", _slug(request))
    problem = ""
    if request.method == "POST":
        name = obstacles(request.actor, membership_id=membership_id).name
        try:
            remove_member(request.actor, membership_id=membership_id)
        except Refusal as refusal:
            if refusal.status in {403, 404}:
                raise
            problem = sentence(refusal)
        else:
            messages.success(request, _("%(name)s no longer belongs to the practice.") % {"name": name})
            return redirect("team:team", _slug(request))
    return _page(request, membership_id, problem=problem)


@practice_page(Permission.MEMBERSHIP_LEAVE)
@require_POST
def pass_visits(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """Hand all coming appointments over to a colleague."""
    known = obstacles(request.actor, membership_id=membership_id)
    form = ColleagueForm(request.POST, colleagues=known.colleagues)
    if not form.is_valid():
        return _page(request, membership_id, visit_form=form)
    passed = hand_over_visits(request.actor, membership_id=membership_id, to_id=form.cleaned_data["to_id"])
    _tell_passed(request, passed)
    return _back(request, membership_id)


@practice_page(Permission.MEMBERSHIP_LEAVE)
def cancel_visits(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """Ask once more, then cancel all coming appointments."""
    known = obstacles(request.actor, membership_id=membership_id)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        count = cancel_all_visits(request.actor, membership_id=membership_id, reason=form.cleaned_data["reason"])
        words = ngettext("%(count)s appointment is cancelled.", "%(count)s appointments are cancelled.", count)
        messages.success(request, words % {"count": count})
        return _back(request, membership_id)
    context = {**_frame(request, known), "form": form}
    return render(request, "team/cancel_visits.html", context, status=422 if form.errors else 200)


@practice_page(Permission.MEMBERSHIP_LEAVE)
@require_POST
def pass_clients(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    """Hand the responsibility for all clients over to a colleague."""
    known = obstacles(request.actor, membership_id=membership_id)
    form = ColleagueForm(request.POST, colleagues=known.colleagues, auto_id="clients_%s")
    if not form.is_valid():
        return _page(request, membership_id, client_form=form)
    count = hand_over_clients(request.actor, membership_id=membership_id, to_id=form.cleaned_data["to_id"])
    words = ngettext("%(count)s client is handed over.", "%(count)s clients are handed over.", count)
    messages.success(request, words % {"count": count})
    return _back(request, membership_id)


@practice_page(Permission.NOTE_READ)
@require_POST
def take_notes(request: PracticeRequest) -> HttpResponse:
    """Take sealed copies of one's signed notes to a practice of one's own; the originals stay."""
    choice = carry_choice(request.actor)
    form = DestinationForm(request.POST, destinations=choice.destinations if choice else [])
    if not form.is_valid():
        return _page(request, request.actor.own_membership, destination_form=form)
    count = carry_notes(request.actor, to_practice_id=form.cleaned_data["to_id"])
    words = ngettext("%(count)s copy is in your practice now.", "%(count)s copies are in your practice now.", count)
    messages.success(request, words % {"count": count})
    return redirect("team:leave", _slug(request))


def _tell_passed(request: PracticeRequest, passed: PassedOn) -> None:
    moved, left = passed.moved, len(passed.left)
    words = ngettext("%(count)s appointment is handed over.", "%(count)s appointments are handed over.", moved)
    messages.success(request, words % {"count": moved})
    if left:
        words = ngettext(
            "%(count)s does not fit into the colleague's calendar and stays.",
            "%(count)s do not fit into the colleague's calendar and stay.",
            left,
        )
        messages.warning(request, words % {"count": left})


def _page(
    request: PracticeRequest,
    membership_id: UUID,
    *,
    problem: str = "",
    visit_form: ColleagueForm | None = None,
    client_form: ColleagueForm | None = None,
    destination_form: DestinationForm | None = None,
) -> HttpResponse:
    known = obstacles(request.actor, membership_id=membership_id)
    context = {
        **_frame(request, known),
        "problem": problem,
        "visits": known.visits[:SHOWN],
        "more_visits": max(0, len(known.visits) - SHOWN),
        "clients": [client for client in known.clients if client.name][:SHOWN],
        "visit_form": visit_form or ColleagueForm(colleagues=known.colleagues),
        "client_form": client_form or ColleagueForm(colleagues=known.colleagues, auto_id="clients_%s"),
    }
    context["carry"] = carry = _carry(request, membership_id)
    if carry and carry.destinations:
        context["destination_form"] = destination_form or DestinationForm(
            destinations=carry.destinations, auto_id="notes_%s"
        )
    status = 409 if problem else 422 if visit_form or client_form or destination_form else 200
    return render(request, "team/leaving.html", context, status=status)


def _carry(request: PracticeRequest, membership_id: UUID) -> CarryChoice | None:
    """Only the author takes notes along."""
    if membership_id != request.actor.membership_id or not request.actor.may(Permission.NOTE_READ):
        return None
    return carry_choice(request.actor)


def _frame(request: PracticeRequest, known: Obstacles) -> dict[str, Any]:
    return {
        "facts": team_facts(request.actor.practice_id),
        "known": known,
        "is_me": known.membership_id == request.actor.membership_id,
        "may_see_calendar": request.actor.may(Permission.APPOINTMENT_BOOK),
        "seat_words": _seat_words(request, known),
        "area": "team",
    }


def _seat_words(request: PracticeRequest, known: Obstacles) -> str:
    """Say what becomes of the seat that the practice pays (P11, P12); nothing where it pays none."""
    seat = team_member(request.actor, membership_id=known.membership_id).seat
    if seat is None or not seat.may_stop or not seat.plan.is_paid:
        return ""
    if seat.trial_ends_at is None:
        return _("The practice stops paying for this account type today.")
    day = date_format(localtime(seat.trial_ends_at), "SHORT_DATE_FORMAT")
    return _("The trial runs on until %(day)s as the person's own.") % {"day": day}


def _back(request: PracticeRequest, membership_id: UUID) -> HttpResponse:
    if membership_id == request.actor.membership_id:
        return redirect("team:leave", _slug(request))
    return redirect("team:remove", _slug(request), membership_id)


def _slug(request: PracticeRequest) -> str:
    return team_facts(request.actor.practice_id).slug
