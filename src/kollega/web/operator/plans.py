"""The catalogue in force: which plans there are, what they cost and allow, and its rules in words."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.rules.plans import Catalogue, Cycle, Plan, Scope
from kollega.edge.access import OperatorRequest, operator_page
from kollega.web.operator.frame import back_office
from kollega.web.operator.words import rule_words
from kollega.web.plans.money import amount_words
from kollega.web.plans.words import lines, plan_name


@operator_page
@require_GET
def catalogue_page(request: OperatorRequest) -> HttpResponse:
    known = catalogue()
    scopes = ((Scope.PRACTICE, _("Plans of practices")), (Scope.SEAT, _("Plans of seats")))
    context = {
        "known": known,
        "rules": rule_words(known),
        "groups": [
            (title, [_plan(known, plan) for plan in known.plans.values() if plan.scope is scope])
            for scope, title in scopes
        ],
    }
    return back_office(request, "operator/catalogue.html", context, place="catalogue")


def _plan(known: Catalogue, plan: Plan) -> dict[str, Any]:
    return {
        "of": plan,
        "name": plan_name(plan),
        "is_first": plan.id in (known.first_practice_plan, known.team_plan, known.first_seat),
        "trial_days": plan.trial.days if plan.trial else 0,
        "prices": [
            ", ".join(_price(amount_words(amount, currency), cycle) for cycle, amount in cycles.items())
            for currency, cycles in plan.prices.items()
        ],
        "lines": lines(plan),
    }


def _price(amount: str, cycle: Cycle) -> str:
    words = _("%(price)s a month") if cycle is Cycle.MONTH else _("%(price)s a year")
    return words % {"price": amount}
