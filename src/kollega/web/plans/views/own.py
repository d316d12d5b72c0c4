"""A person's own plan, in their account: what they have, choosing, trying out, cancelling."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.own_plans import cancel_own_plan, choose_own_plan, keep_own_plan, try_own_plan
from kollega.catalogue.queries.own_plans import OwnPlan, own_plan_of
from kollega.catalogue.rules.plans import Cycle, Plan
from kollega.edge.access import SignedInRequest, signed_in
from kollega.edge.answers import sentence
from kollega.kernel import clock
from kollega.kernel.errors import Conflict, NotFound
from kollega.practices.rules.countries import COUNTRIES
from kollega.web.own_zone import own_zone
from kollega.web.plans.history import day_words, own_lines
from kollega.web.plans.prices import price_of_seat
from kollega.web.plans.words import days_left_words, lines, plan_name


@signed_in
def own_plan(request: SignedInRequest) -> HttpResponse:
    """The plan, the others that can be had, and what happened."""
    return _show(request)


@signed_in
@require_POST
def choose(request: SignedInRequest) -> HttpResponse:
    """Have a plan from now on."""
    person_id, plan, cycle = request.user.pk, _asked(request), _cycle(request)
    words = _("You have %(plan)s now.") % {"plan": plan_name(plan)}
    return _done(request, words, lambda: choose_own_plan(person_id, plan_id=plan.id, cycle=cycle, at=clock.now()))


@signed_in
@require_POST
def try_out(request: SignedInRequest) -> HttpResponse:
    """Start the trial of a plan."""
    person_id, plan, cycle = request.user.pk, _asked(request), _cycle(request)
    words = _("The trial of %(plan)s has begun.") % {"plan": plan_name(plan)}
    return _done(request, words, lambda: try_own_plan(person_id, plan_id=plan.id, cycle=cycle, at=clock.now()))


@signed_in
@require_POST
def keep(request: SignedInRequest) -> HttpResponse:
    """Pay for the plan when its trial ends."""
    person_id = request.user.pk
    return _done(request, _("The plan goes on when the trial ends."), lambda: keep_own_plan(person_id, at=clock.now()))


@signed_in
def cancel(request: SignedInRequest) -> HttpResponse:
    """Ask first, then stop paying for the own plan."""
    person_id = request.user.pk
    if request.method == "POST":
        return _done(request, _("Your plan is cancelled."), lambda: cancel_own_plan(person_id, at=clock.now()))
    found = own_plan_of(person_id, clock.now())
    if found.plan is None:
        raise NotFound
    with timezone.override(own_zone(request)):
        context = {"name": plan_name(found.plan), "trial_day": day_words(found.trial_ends_at)}
        return render(request, "plans/own_cancel.html", context)


def _done(request: SignedInRequest, words: str, change: Callable[[], None]) -> HttpResponse:
    try:
        change()
    except Conflict as refusal:
        return _show(request, refused=sentence(refusal))
    messages.success(request, words)
    return redirect("plans:own")


def _show(request: SignedInRequest, *, refused: str = "") -> HttpResponse:
    with timezone.override(own_zone(request)):
        return _page(request, refused)


def _page(request: SignedInRequest, refused: str) -> HttpResponse:
    now = clock.now()
    found, cycle, currency = own_plan_of(request.user.pk, now), _cycle(request), _currency(request)
    context: dict[str, Any] = {
        "found": found,
        "name": plan_name(found.given),
        "offered": bool(catalogue().personal_plans()),
        "cards": [_card(plan, found, cycle, currency) for plan in catalogue().personal_plans()],
        "cycle": cycle,
        "days_left": days_left_words(found.trial_ends_at, now) if found.trial_ends_at else "",
        "trial_day": day_words(found.trial_ends_at),
        "history": own_lines(found.history),
        "refused": refused,
    }
    return render(request, "plans/own.html", context, status=409 if refused else 200)


def _card(plan: Plan, found: OwnPlan, cycle: Cycle, currency: str) -> dict[str, Any]:
    current = found.plan is not None and found.plan.id == plan.id and not found.lapsed
    return {
        "id": plan.id,
        "name": plan_name(plan),
        "price": price_of_seat(plan, currency, cycle),
        "lines": lines(plan),
        "current": current,
        "paid": current and found.paying and found.cycle is cycle,
        "trial_days": plan.trial.days if plan.trial and plan.id in found.may_try else 0,
    }


def _asked(request: SignedInRequest) -> Plan:
    named = request.POST.get("plan", "")
    plan = next((one for one in catalogue().personal_plans() if one.id == named), None)
    if plan is None:
        raise NotFound
    return plan


def _currency(request: SignedInRequest) -> str:
    """Return the currency that usually goes with the person's language."""
    usual = next((one for one in COUNTRIES.values() if one.language == request.user.language), None)
    return usual.currency if usual else ""


def _cycle(request: SignedInRequest) -> Cycle:
    named = request.POST.get("cycle") or request.GET.get("cycle", "")
    return Cycle(named) if named in list(Cycle) else Cycle.MONTH
