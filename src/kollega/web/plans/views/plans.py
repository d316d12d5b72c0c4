"""The plans that a practice can have, side by side."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.plans import PlanInForce
from kollega.catalogue.rules.plans import Cycle, Entitlement, Plan, Scope
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.practices.queries.practices import PracticeFacts, practice
from kollega.teams.queries.billing import Choices, choices
from kollega.web.plans.prices import Price, price_of_practice_plan, price_words
from kollega.web.plans.words import Line, about, days_left_words, lines, plan_name


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan as shown. `types` are the account types of its members where the plan itself is none."""

    id: str
    name: str
    about: str
    price: Price
    lines: list[Line]
    types: list[str]
    current: bool
    trial_days: int
    first: bool


@practice_page(Permission.BILLING_MANAGE)
def plans(request: PracticeRequest) -> HttpResponse:
    """All plans with what they allow and cost; the current one is marked."""
    return show(request)


def show(request: PracticeRequest, *, refused: str = "") -> HttpResponse:
    """Render the plans, with the reason when a choice was refused."""
    facts, found = practice(request.actor), choices(request.actor)
    cycle = chosen_cycle(request, found.plan)
    context: dict[str, Any] = {
        "area": "settings",
        "facts": facts,
        "catalogue_bills": catalogue().billing,
        "cards": cards(facts, found, cycle),
        "now": found.plan,
        "now_name": plan_name(found.plan.plan),
        "days_left": days_left_words(found.plan.trial_ends_at, request.actor.at) if found.plan.trial_ends_at else "",
        "cycle": cycle,
        "has_prices": any(plan.is_paid for plan in catalogue().plans.values()),
        "refused": refused,
    }
    return render(request, "plans/plans.html", context, status=409 if refused else 200)


def chosen_cycle(request: PracticeRequest, now: PlanInForce) -> Cycle:
    """Return the cycle that the address or the form names, else the one of the current plan."""
    named = request.POST.get("cycle") or request.GET.get("cycle", "")
    return Cycle(named) if named in list(Cycle) else now.cycle


def cards(facts: PracticeFacts, found: Choices, cycle: Cycle) -> list[PlanCard]:
    """Return the offered plans from the smallest to the largest."""
    offered = catalogue().of_scope(Scope.PRACTICE)
    current = offered.index(found.plan.plan) if found.plan.plan in offered else -1
    return [_card(facts, found, plan, cycle, first=place == current + 1) for place, plan in enumerate(offered)]


def _card(facts: PracticeFacts, found: Choices, plan: Plan, cycle: Cycle, *, first: bool) -> PlanCard:
    known = catalogue()
    bills = plan.allowance(Entitlement.TEAM_BILLING) and not known.is_a_seat(plan)
    types = known.clinician_types_of(plan) if bills else []
    return PlanCard(
        id=plan.id,
        name=plan_name(plan),
        about=about(plan),
        price=price_of_practice_plan(plan, facts.currency, cycle),
        lines=lines(plan, known.of_scope(Scope.PRACTICE)),
        types=[_type_words(one, facts.currency, cycle) for one in types] if len(types) > 1 else [],
        current=plan.id == found.plan.plan.id,
        trial_days=plan.trial.days if plan.trial and plan.id in found.may_try else 0,
        first=first,
    )


def _type_words(plan: Plan, currency: str, cycle: Cycle) -> str:
    return f"{plan_name(plan)}: {price_words(plan, currency, cycle)}"
