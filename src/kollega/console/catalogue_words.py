"""A catalogue as text for the operator, and what the database holds that it does not know."""

from collections.abc import Iterator

from kollega.catalogue.rules.plans import Catalogue, Cycle, Plan
from kollega.console.database import database_for_one_command


def shown(catalogue: Catalogue) -> str:
    """Return the plans of a catalogue, a line for each thing that they say."""
    return "\n".join(_lines(catalogue))


def found_unknown(catalogue: Catalogue) -> list[str]:
    """Return a line for each plan that is stored somewhere but not in this catalogue."""
    with database_for_one_command(as_owner=False):
        from kollega.catalogue.queries.stored import stored_plans

        unknown = [row for row in stored_plans() if row.plan_id not in catalogue.plans]
    first = {"seat": catalogue.first_seat}
    return [
        f"unknown: {row.number} x {row.kind} with the plan {row.plan_id}; counts as "
        f"{first.get(row.kind, catalogue.first_practice_plan)}"
        for row in unknown
    ]


def _lines(catalogue: Catalogue) -> Iterator[str]:
    yield f"{catalogue.label['en']} ({catalogue.id}, version {catalogue.version})"
    yield f"  first plan of a practice: {catalogue.first_practice_plan}; of a person: {catalogue.first_seat}"
    if catalogue.team_plan:
        yield f"  first plan of a team: {catalogue.team_plan}"
    yield f"  membership: {catalogue.membership}; own payers: {catalogue.self_payer}"
    yield f"  unused days when a seat ends: {catalogue.on_cancel}"
    if catalogue.large_team_from:
        yield f"  self-service ends at {catalogue.large_team_from} members"
    for plan in catalogue.plans.values():
        yield ""
        yield from _plan_lines(catalogue, plan)


def _plan_lines(catalogue: Catalogue, plan: Plan) -> Iterator[str]:
    trial = f", {plan.trial.days} days of trial" if plan.trial else ""
    yield f"{plan.id}: {plan.label['en']} (for a {plan.scope}{trial})"
    for currency, price in plan.prices.items():
        yield f"  {currency} {price[Cycle.MONTH] / 100:.2f} a month, {price[Cycle.YEAR] / 100:.2f} a year"
    if not catalogue.is_a_seat(plan):
        yield f"  clinicians: {', '.join(plan.clinician_types)}"
    for entitlement, allowed in plan.allowances.items():
        yield f"  {entitlement}: {'unlimited' if allowed is None else str(allowed).lower()}"
