"""From the text of a catalogue file to a Catalogue, or a list of sentences that say what is wrong where."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kollega.catalogue.rules.faults import faults_of
from kollega.catalogue.rules.plan_faults import UNLIMITED
from kollega.catalogue.rules.plans import (
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
    faults = faults_of(raw)
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
        team_plan=seats.get("team_plan"),
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
        about=raw.get("about", {}),
        prices={
            currency: {Cycle(cycle): amount for cycle, amount in cycles.items()}
            for currency, cycles in raw.get("prices", {}).items()
        },
        trial=_days(raw.get("trial_days")),
        allowances={Entitlement(name): _allowance(value) for name, value in raw.get("allows", {}).items()},
        clinician_types=tuple(raw.get("clinician_types", ())),
        offered=raw.get("offered", True),
        for_persons=raw.get("for_persons", False),
    )


def _days(count: int | None) -> timedelta | None:
    return timedelta(days=count) if count else None


def _allowance(value: Any) -> Allowance:
    return None if value == UNLIMITED else value
