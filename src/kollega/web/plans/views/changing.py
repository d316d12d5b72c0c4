"""Choosing a plan, trying it out, keeping it after the trial."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.practice_plans import choose_plan, keep_after_trial, try_plan
from kollega.catalogue.rules.plans import Plan, Scope
from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.kernel.errors import Conflict, NotFound
from kollega.kernel.permissions import Permission
from kollega.practices.queries.practices import practice
from kollega.teams.queries.billing import choices
from kollega.web.plans.comparing import compared
from kollega.web.plans.prices import price_of_practice_plan
from kollega.web.plans.views.plans import chosen_cycle, show
from kollega.web.plans.words import plan_name


@practice_page(Permission.BILLING_MANAGE)
def choose(request: PracticeRequest) -> HttpResponse:
    """Ask first: what changes, what it costs; then give the practice the plan."""
    found = choices(request.actor)
    plan, cycle = _asked(request), chosen_cycle(request, found.plan)
    if request.method == "POST":
        try:
            choose_plan(request.actor, plan_id=plan.id, cycle=cycle)
        except Conflict as refusal:
            return show(request, refused=sentence(refusal))
        messages.success(request, _("The practice has the plan %(plan)s now.") % {"plan": plan_name(plan)})
        return redirect("plans:billing", practice(request.actor).slug)
    facts = practice(request.actor)
    context = {
        "area": "settings",
        "facts": facts,
        "plan": plan,
        "name": plan_name(plan),
        "cycle": cycle,
        "price": price_of_practice_plan(plan, facts.currency, cycle),
        "compared": compared(found.plan.plan, plan),
        "on_trial": found.plan.trial_ends_at is not None,
    }
    return render(request, "plans/choose.html", context)


@practice_page(Permission.BILLING_MANAGE)
@require_POST
def try_out(request: PracticeRequest) -> HttpResponse:
    """Start the trial of a plan."""
    plan = _asked(request)
    try:
        try_plan(request.actor, plan_id=plan.id, cycle=chosen_cycle(request, choices(request.actor).plan))
    except Conflict as refusal:
        return show(request, refused=sentence(refusal))
    messages.success(request, _("The trial of %(plan)s has begun.") % {"plan": plan_name(plan)})
    return redirect("plans:billing", practice(request.actor).slug)


@practice_page(Permission.BILLING_MANAGE)
@require_POST
def keep(request: PracticeRequest) -> HttpResponse:
    """Keep the plan when its trial ends, or do not."""
    wanted = request.POST.get("keep") == "1"
    try:
        keep_after_trial(request.actor, keep=wanted)
    except Conflict as refusal:
        return show(request, refused=sentence(refusal))
    kept, let_go = _("The plan goes on when the trial ends."), _("The plan ends with the trial.")
    messages.success(request, kept if wanted else let_go)
    return redirect("plans:billing", practice(request.actor).slug)


def _asked(request: PracticeRequest) -> Plan:
    named = request.POST.get("plan") or request.GET.get("plan", "")
    plan = next((one for one in catalogue().of_scope(Scope.PRACTICE) if one.id == named), None)
    if plan is None:
        raise NotFound
    return plan
