"""What is wrong with one plan of a catalogue file."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kollega.catalogue.rules.plans import LIMITS, PERSONAL, Cycle, Entitlement, Scope
from kollega.catalogue.rules.value_faults import is_amount, is_count, label_faults, switch_faults, unknown_faults

UNLIMITED = "unlimited"
_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_PLAN = {
    "id",
    "scope",
    "label",
    "about",
    "prices",
    "trial_days",
    "allows",
    "clinician_types",
    "offered",
    "for_persons",
}
_HOW_PRICES = "a price is written `EUR = { month = 1500, year = 15000 }`, in whole minor units"


def plan_faults(plan: Mapping[str, Any], where: str) -> Iterator[str]:
    """Return the faults that one plan has by itself."""
    yield from unknown_faults(plan, _PLAN, where)
    if not isinstance(plan.get("id"), str) or not _ID.fullmatch(plan["id"]):
        yield f"{where}: `id` begins with a lower-case letter and has at most 40 of them, digits and hyphens."
    if plan.get("scope") not in list(Scope):
        yield f"{where}: `scope` is practice or seat."
    yield from label_faults(plan.get("label"), where)
    if "about" in plan:
        yield from label_faults(plan["about"], where, "about")
    yield from switch_faults(plan, "offered", where)
    yield from switch_faults(plan, "for_persons", where)
    yield from _price_faults(plan, where)
    yield from _trial_faults(plan, where)
    yield from _scope_faults(plan, where)
    yield from _allows_faults(plan, where)


def _price_faults(plan: Mapping[str, Any], where: str) -> Iterator[str]:
    prices = plan.get("prices", {})
    if not isinstance(prices, dict):
        yield f"{where}: {_HOW_PRICES}."
        return
    for currency, cycles in prices.items():
        fits = isinstance(cycles, dict) and set(cycles) == set(Cycle) and all(map(is_amount, cycles.values()))
        if not fits or not _CURRENCY.fullmatch(currency):
            yield f"{where}: {_HOW_PRICES}; {currency} is not."


def _trial_faults(plan: Mapping[str, Any], where: str) -> Iterator[str]:
    if "trial_days" in plan and not is_count(plan["trial_days"]):
        yield f"{where}: `trial_days` is a whole number above zero."


def _scope_faults(plan: Mapping[str, Any], where: str) -> Iterator[str]:
    if plan.get("scope") == Scope.SEAT and "clinician_types" in plan:
        yield f"{where}: `clinician_types` belongs to a plan of scope practice."
    if plan.get("scope") == Scope.PRACTICE and plan.get("for_persons"):
        yield f"{where}: `for_persons` belongs to a plan of scope seat."
    types = plan.get("clinician_types", ["-"])
    if not isinstance(types, list) or not types or not all(isinstance(one, str) for one in types):
        yield f"{where}: `clinician_types` is a list of plans; leave it out when the plan is itself their seat."


def _allows_faults(plan: Mapping[str, Any], where: str) -> Iterator[str]:
    allows = plan.get("allows", {})
    if not isinstance(allows, dict):
        yield f"{where}: `allows` is a table: write [plans.allows]."
        return
    for name, value in allows.items():
        yield from _allowance_faults(plan, name, value, where)


def _allowance_faults(plan: Mapping[str, Any], name: str, value: Any, where: str) -> Iterator[str]:
    if name not in list(Entitlement):
        yield f"{where}: there is nothing called {name} to allow. Known: {', '.join(Entitlement)}."
        return
    personal = Entitlement(name) in PERSONAL
    types = plan.get("clinician_types")
    if plan.get("scope") == Scope.SEAT and not personal:
        yield f"{where}: {name} belongs to a plan of scope practice."
    elif personal and isinstance(types, list) and types and plan.get("id") not in types:
        yield f"{where}: {name} belongs to the plans in `clinician_types`, which are the clinicians' seats."
    if Entitlement(name) in LIMITS:
        if value != UNLIMITED and not is_amount(value):
            yield f"{where}: {name} is a number or `{UNLIMITED}`."
    elif not isinstance(value, bool):
        yield f"{where}: {name} is true or false."
