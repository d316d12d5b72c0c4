"""Comparing what plans allow, and naming the plan that would allow more (3.1)."""

from collections.abc import Iterable

from kollega.catalogue.rules.plans import PERSONAL, Allowance, Catalogue, Cycle, Entitlement, Plan, Scope


def most(allowances: Iterable[Allowance]) -> Allowance:
    """Return the most generous of some allowances of one entitlement: without limit, else the largest."""
    greatest: int | bool = 0
    for allowance in allowances:
        if allowance is None:
            return None
        greatest = max(greatest, allowance)
    return greatest


def is_enough(allowance: Allowance, wanted: int = 1) -> bool:
    """Say whether an allowance covers so many things, or for a yes-or-no one whether it is a yes."""
    if allowance is None or allowance is True:
        return True
    return int(allowance) >= wanted


def best_of(plans: Iterable[Plan]) -> Plan | None:
    """Return the dearest of some plans, or None; it is the one that gives its person most."""
    return max(plans, key=lambda plan: next((price[Cycle.MONTH] for price in plan.prices.values()), 0), default=None)


def cheapest_with(catalogue: Catalogue, entitlement: Entitlement, wanted: int = 1) -> Plan | None:
    """Return the first offered plan in the order of the file that covers so many, or None.

    The files go from the smallest plan to the largest.
    """
    for plan in catalogue.plans.values():
        fits = catalogue.is_a_seat(plan) if entitlement in PERSONAL else plan.scope is Scope.PRACTICE
        if plan.offered and fits and is_enough(plan.allowance(entitlement), wanted):
            return plan
    return None
