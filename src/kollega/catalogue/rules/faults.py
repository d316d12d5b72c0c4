"""What is wrong with a catalogue file, in whole English sentences for the operator."""

from collections.abc import Iterator, Mapping
from typing import Any

from kollega.catalogue.rules.plan_faults import plan_faults
from kollega.catalogue.rules.plans import Membership, OnCancel, SelfPayer
from kollega.catalogue.rules.value_faults import is_count, label_faults, switch_faults, unknown_faults

_TOP = {"id", "version", "label", "billing", "seats", "rules", "affiliate", "volume", "plans"}
_SEATS = {"first_practice_plan", "team_plan", "first_seat", "support", "assistant", "clinician_trial", "one_a_person"}
_RULES = {"membership", "self_payer", "on_cancel", "team_needs", "large_team_from"}
_CHOICES = {"membership": Membership, "self_payer": SelfPayer, "on_cancel": OnCancel}

Table = Mapping[str, Any]


def faults_of(raw: Table) -> list[str]:
    """Return every fault of a parsed file; empty when it is a catalogue."""
    shape = list(_shape_faults(raw))
    if shape:
        return shape
    faults = [*_own_faults(raw)]
    for position, plan in enumerate(raw["plans"], start=1):
        faults += plan_faults(plan, f"Plan {plan.get('id') or position}")
    # What plans say of each other is looked at once each of them stands by itself.
    return faults or [*_across_faults(raw)]


def _shape_faults(raw: Table) -> Iterator[str]:
    for name in ("seats", "rules", "affiliate"):
        if not isinstance(raw.get(name, {}), dict):
            yield f"`{name}` is a table: write [{name}]."
    for name in ("plans", "volume"):
        entries = raw.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            yield f"`{name}` is a list of tables: write [[{name}]]."
    if not raw.get("plans"):
        yield "`plans` is missing: a catalogue needs at least one [[plans]]."
    if "seats" not in raw:
        yield "[seats] is missing."


def _own_faults(raw: Table) -> Iterator[str]:
    yield from unknown_faults(raw, _TOP, "the catalogue")
    for name in ("id", "version"):
        if not isinstance(raw.get(name), str) or not raw[name]:
            yield f"`{name}` is missing or no text."
    yield from label_faults(raw.get("label"), "The catalogue")
    yield from switch_faults(raw, "billing", "The catalogue")
    yield from unknown_faults(raw["seats"], _SEATS, "[seats]")
    yield from switch_faults(raw["seats"], "one_a_person", "[seats]")
    yield from _rules_faults(raw.get("rules", {}))
    yield from _affiliate_faults(raw.get("affiliate", {}))
    yield from _volume_faults(raw.get("volume", []))


def _rules_faults(rules: Table) -> Iterator[str]:
    yield from unknown_faults(rules, _RULES, "[rules]")
    for name, kind in _CHOICES.items():
        if name in rules and rules[name] not in list(kind):
            yield f"[rules]: `{name}` is one of {', '.join(kind)}."
    if not isinstance(rules.get("team_needs", []), list):
        yield "[rules]: `team_needs` is a list of plans."
    if "large_team_from" in rules and not is_count(rules["large_team_from"]):
        yield "[rules]: `large_team_from` is a whole number above zero."


def _affiliate_faults(affiliate: Table) -> Iterator[str]:
    yield from unknown_faults(affiliate, {"trial_days", "discount_percent"}, "[affiliate]")
    if "trial_days" in affiliate and not is_count(affiliate["trial_days"]):
        yield "[affiliate]: `trial_days` is a whole number above zero."
    discount = affiliate.get("discount_percent", 1)
    if not is_count(discount) or discount > 100:
        yield "[affiliate]: `discount_percent` is a whole number between 1 and 100."


def _volume_faults(steps: list[Table]) -> Iterator[str]:
    for step in steps:
        if not is_count(step.get("seats")) or not is_count(step.get("percent")) or step["percent"] > 100:
            yield "[[volume]]: a step has `seats` above zero and `percent` between 1 and 100."
            return
    seats = [step["seats"] for step in steps]
    if seats != sorted(set(seats)):
        yield "[[volume]]: the steps go from few seats to many, each number once."


def _across_faults(raw: Table) -> Iterator[str]:
    plans: list[Table] = raw["plans"]
    ids = [plan["id"] for plan in plans]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        yield from (f"Two plans have the id {name}." for name in twice)
        return
    known = {plan["id"]: plan for plan in plans}
    for plan in plans:
        yield from _clinician_type_faults(plan, known)
        yield from _currency_faults(plan, plans)
        if plan.get("prices") and not raw.get("billing", True):
            yield f"Plan {plan['id']}: it has a price, but `billing` is false."
    yield from _seats_faults(raw["seats"], known)
    for plan_id in raw.get("rules", {}).get("team_needs", []):
        if plan_id not in known:
            yield f"[rules]: `team_needs` names {plan_id}, which is no plan."


def _clinician_type_faults(plan: Table, known: Mapping[str, Table]) -> Iterator[str]:
    for named in plan.get("clinician_types", ()):
        if named != plan["id"] and known.get(named, {}).get("scope") != "seat":
            yield f"Plan {plan['id']}: clinician type {named} is no plan of scope seat."


def _currency_faults(plan: Table, plans: list[Table]) -> Iterator[str]:
    everywhere = {currency for one in plans for currency in one.get("prices", {})}
    missing = sorted(everywhere - set(plan.get("prices", {})))
    if plan.get("prices") and missing:
        yield f"Plan {plan['id']}: it has no price in {', '.join(missing)}, which other plans have."


def _seats_faults(seats: Table, known: Mapping[str, Table]) -> Iterator[str]:
    needed = (("first_practice_plan", "practice"), ("support", "seat"))
    optional = (("team_plan", "practice"), ("assistant", "seat"), ("clinician_trial", "seat"))
    given = tuple((name, scope) for name, scope in optional if name in seats)
    for name, scope in (*needed, *given):
        if known.get(seats.get(name, ""), {}).get("scope") != scope:
            yield f"[seats]: `{name}` names a plan of scope {scope}."
    first = known.get(seats.get("first_seat", ""))
    if first is None or not (first["scope"] == "seat" or first["id"] in first.get("clinician_types", [first["id"]])):
        yield "[seats]: `first_seat` names a plan that a seat can have."
    for name, scope in (*needed[:2], ("first_seat", ""), ("assistant", "seat")):
        named = known.get(seats.get(name, ""), {})
        if named.get("prices") and scope in ("", named["scope"]):
            yield f"[seats]: `{name}` names a plan with a price; it must be free."
    trial = known.get(seats.get("clinician_trial", ""))
    if trial is not None and "trial_days" not in trial:
        yield "[seats]: `clinician_trial` names a plan without `trial_days`."
