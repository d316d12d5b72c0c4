"""What plans cost, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.rules.plans import Cycle, Entitlement, Plan
from kollega.web.plans.money import amount_words


@dataclass(frozen=True, slots=True)
class Price:
    """An amount and what it is for; `per` is empty for what is free."""

    amount: str
    per: str = ""


def price_of_practice_plan(plan: Plan, currency: str, cycle: Cycle) -> Price:
    """Return what a practice pays for a plan: for each clinician, or for itself; free plans say so.

    Where the plan only bundles the bills of other account types, these are its price.
    """
    known = catalogue()
    if plan.is_paid:
        return Price(price_words(plan, currency, cycle), per_clinician(cycle) if known.is_a_seat(plan) else per(cycle))
    paid = [one for one in known.clinician_types_of(plan) if one.is_paid]
    if not paid or not plan.allowance(Entitlement.TEAM_BILLING):
        return Price(_("Free"))
    cheapest = min(paid, key=lambda one: _minor(one, currency, cycle))
    amount = price_words(cheapest, currency, cycle)
    return Price(_("from %(amount)s") % {"amount": amount} if len(paid) > 1 else amount, per_clinician(cycle))


def price_of_seat(plan: Plan, currency: str, cycle: Cycle) -> Price:
    """Return what a person pays for a plan of their own."""
    return Price(price_words(plan, currency, cycle), per(cycle) if plan.is_paid else "")


def price_words(plan: Plan, currency: str, cycle: Cycle) -> str:
    """Return the amount of a plan for a cycle in the practice's currency; free plans say so."""
    price = plan.price(currency)
    if price is None or not price[1][cycle]:
        return _("Free")
    return amount_words(price[1][cycle], price[0])


def per(cycle: Cycle) -> str:
    return _("per month") if cycle is Cycle.MONTH else _("per year")


def per_clinician(cycle: Cycle) -> str:
    return _("per clinician and month") if cycle is Cycle.MONTH else _("per clinician and year")


def _minor(plan: Plan, currency: str, cycle: Cycle) -> int:
    price = plan.price(currency)
    return price[1][cycle] if price else 0
