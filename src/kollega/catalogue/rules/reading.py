"""From the text of a catalogue file to a Catalogue, or a list of sentences that say what is wrong where."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from kollega.catalogue.rules.plans import (
    LIMITS,
    PERSONAL,
    Affiliate,
    Allowance,
    Catalogue,
    Cycle,
    Entitlement,
    Membership,
    OnCancel,
    Plan,
    Scope,
    SelfPayer,
    VolumeStep,
)

LANGUAGES = ("en", "sv", "nb", "de", "fr")
UNLIMITED = "unlimited"
_TOP = {"id", "version", "label", "billing", "seats", "rules", "affiliate", "volume", "plans"}
_SEATS = {"first_practice_plan", "first_seat", "support", "assistant", "clinician_trial", "one_a_person"}
_RULES = {"membership", "self_payer", "on_cancel", "team_needs", "large_team_from"}
_PLAN = {"id", "scope", "label", "prices", "trial_days", "allows", "clinician_types", "offered"}


class CatalogueFaults(Exception):
    """The file is no catalogue. `faults` are whole English sentences for the operator."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_catalogue(text: str) -> Catalogue:
    """Return the catalogue that a TOML text describes. Raises CatalogueFaults with every fault found."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueFaults([f"The file is not TOML: {error}."]) from error
    faults = list(_faults(raw))
    if faults:
        raise CatalogueFaults(faults)
    return _catalogue(raw)


def _catalogue(raw: Mapping[str, Any]) -> Catalogue:
    seats, rules = raw["seats"], raw.get("rules", {})
    affiliate = raw.get("affiliate")
    return Catalogue(
        id=raw["id"],
        version=raw["version"],
        label=raw["label"],
        plans={plan["id"]: _plan(plan) for plan in raw["plans"]},
        billing=raw.get("billing", True),
        first_practice_plan=seats["first_practice_plan"],
        first_seat=seats["first_seat"],
        support_seat=seats["support"],
        assistant_seat=seats.get("assistant"),
        clinician_trial=seats.get("clinician_trial"),
        team_needs=tuple(rules.get("team_needs", ())),
        membership=Membership(rules.get("membership", "many")),
        self_payer=SelfPayer(rules.get("self_payer", "keep")),
        one_seat_a_person=seats.get("one_a_person", False),
        on_cancel=OnCancel(rules.get("on_cancel", "credit")),
        large_team_from=rules.get("large_team_from"),
        affiliate=Affiliate(_days(affiliate.get("trial_days")), affiliate.get("discount_percent", 0))
        if affiliate
        else None,
        volume=tuple(VolumeStep(step["seats"], step["percent"]) for step in raw.get("volume", ())),
    )


def _plan(raw: Mapping[str, Any]) -> Plan:
    return Plan(
        id=raw["id"],
        scope=Scope(raw["scope"]),
        label=raw["label"],
        prices={
            currency: {Cycle(cycle): amount for cycle, amount in cycles.items()}
            for currency, cycles in raw.get("prices", {}).items()
        },
        trial=_days(raw.get("trial_days")),
        allowances={Entitlement(name): _allowance(value) for name, value in raw.get("allows", {}).items()},
        clinician_types=tuple(raw.get("clinician_types", ())),
        offered=raw.get("offered", True),
    )


def _days(count: int | None) -> timedelta | None:
    return timedelta(days=count) if count else None


def _allowance(value: Any) -> Allowance:
    return None if value == UNLIMITED else value


def _faults(raw: Mapping[str, Any]) -> Iterator[str]:
    yield from _unknown(raw, _TOP, "the catalogue")
    for name in ("id", "version"):
        if not isinstance(raw.get(name), str) or not raw[name]:
            yield f"`{name}` is missing or no text."
    yield from _label_faults(raw.get("label"), "The catalogue")
    plans = raw.get("plans")
    if not isinstance(plans, list) or not plans or not all(isinstance(plan, dict) for plan in plans):
        yield "`plans` is missing: a catalogue needs at least one [[plans]]."
        return
    for position, plan in enumerate(plans, start=1):
        yield from _plan_faults(plan, f"Plan {plan.get('id') or position}")
    ids = [plan.get("id") for plan in plans]
    yield from (f"Two plans have the id {name}." for name in sorted({str(i) for i in ids if ids.count(i) > 1}))
    scopes = {plan.get("id"): plan.get("scope") for plan in plans}
    for plan in plans:
        for named in plan.get("clinician_types", ()):
            if scopes.get(named) != "seat" and named != plan.get("id"):
                yield f"Plan {plan.get('id')}: clinician type {named} is no plan of scope seat."
    yield from _seats_faults(raw.get("seats"), scopes)
    yield from _rules_faults(raw.get("rules", {}), scopes)
    yield from _extras_faults(raw)


def _plan_faults(plan: Mapping[str, Any], where: str) -> Iterator[str]:
    yield from _unknown(plan, _PLAN, where)
    if not isinstance(plan.get("id"), str) or not plan["id"].replace("-", "").isalnum() or not plan["id"].islower():
        yield f"{where}: `id` needs lower-case letters, digits and hyphens."
    if plan.get("scope") not in list(Scope):
        yield f"{where}: `scope` is practice or seat."
    yield from _label_faults(plan.get("label"), where)
    if "trial_days" in plan and not _is_count(plan["trial_days"]):
        yield f"{where}: `trial_days` is a whole number above zero."
    for currency, cycles in plan.get("prices", {}).items():
        if not isinstance(cycles, dict) or set(cycles) - set(Cycle) or len(currency) != 3 or not currency.isupper():
            yield f"{where}: a price is written `{{ month = 1500, year = 15000 }}` under a currency such as EUR."
        elif not all(isinstance(amount, int) and amount >= 0 for amount in cycles.values()):
            yield f"{where}: prices are whole minor units, such as 1500 for 15.00."
    for name, value in plan.get("allows", {}).items():
        yield from _allowance_faults(plan, name, value, where)


def _allowance_faults(plan: Mapping[str, Any], name: str, value: Any, where: str) -> Iterator[str]:
    if name not in list(Entitlement):
        yield f"{where}: there is nothing called {name} to allow. Known: {', '.join(Entitlement)}."
        return
    if plan.get("scope") == "seat" and Entitlement(name) not in PERSONAL:
        yield f"{where}: {name} belongs to a plan of scope practice."
    if Entitlement(name) in LIMITS:
        if value != UNLIMITED and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            yield f"{where}: {name} is a number or `{UNLIMITED}`."
    elif not isinstance(value, bool):
        yield f"{where}: {name} is true or false."


def _seats_faults(seats: Any, scopes: Mapping[Any, Any]) -> Iterator[str]:
    if not isinstance(seats, dict):
        yield "[seats] is missing."
        return
    yield from _unknown(seats, _SEATS, "[seats]")
    for name, scope in (("first_practice_plan", "practice"), ("support", "seat")):
        if scopes.get(seats.get(name)) != scope:
            yield f"[seats]: `{name}` names a plan of scope {scope}."
    if seats.get("first_seat") not in scopes:
        yield "[seats]: `first_seat` names a plan."
    for name in ("assistant", "clinician_trial"):
        if name in seats and scopes.get(seats[name]) != "seat":
            yield f"[seats]: `{name}` names a plan of scope seat."


def _rules_faults(rules: Mapping[str, Any], scopes: Mapping[Any, Any]) -> Iterator[str]:
    yield from _unknown(rules, _RULES, "[rules]")
    for name, kind in (("membership", Membership), ("self_payer", SelfPayer), ("on_cancel", OnCancel)):
        if name in rules and rules[name] not in list(kind):
            yield f"[rules]: `{name}` is one of {', '.join(kind)}."
    for plan_id in rules.get("team_needs", ()):
        if plan_id not in scopes:
            yield f"[rules]: `team_needs` names {plan_id}, which is no plan."
    if "large_team_from" in rules and not _is_count(rules["large_team_from"]):
        yield "[rules]: `large_team_from` is a whole number above zero."


def _extras_faults(raw: Mapping[str, Any]) -> Iterator[str]:
    affiliate = raw.get("affiliate", {})
    yield from _unknown(affiliate, {"trial_days", "discount_percent"}, "[affiliate]")
    if "trial_days" in affiliate and not _is_count(affiliate["trial_days"]):
        yield "[affiliate]: `trial_days` is a whole number above zero."
    if not 0 <= affiliate.get("discount_percent", 0) <= 100:
        yield "[affiliate]: `discount_percent` lies between 0 and 100."
    for step in raw.get("volume", ()):
        if not _is_count(step.get("seats")) or not 0 < step.get("percent", 0) <= 100:
            yield "[[volume]]: a step has `seats` above zero and `percent` between 1 and 100."


def _label_faults(label: Any, where: str) -> Iterator[str]:
    if not isinstance(label, dict):
        yield f"{where}: `label` is missing."
        return
    missing = [language for language in LANGUAGES if not label.get(language)]
    if missing:
        yield f"{where}: `label` lacks {', '.join(missing)}."


def _unknown(found: Mapping[str, Any], known: set[str], where: str) -> Iterator[str]:
    for name in sorted(set(found) - known):
        yield f"{where}: `{name}` is not known here. Known: {', '.join(sorted(known))}."


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
