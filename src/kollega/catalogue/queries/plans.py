"""Which plan a practice has, and what it and a person's seats allow; inside an operation or query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.models import Contract, PracticePlan
from kollega.catalogue.queries.seats import running_seats_of, seats_of_payer
from kollega.catalogue.rules.allowances import most
from kollega.catalogue.rules.plans import Allowance, Cycle, Entitlement, Plan
from kollega.catalogue.rules.seats import is_paying, plan_at
from kollega.practices.queries.teams import is_team


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """A practice's own agreement with the operator (T12): what differs from its plan, and whom to ask."""

    plan_id: str
    allowances: Mapping[str, Allowance]
    contact_name: str
    contact_email: str
    contact_phone: str
    begins_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """A practice's plan at a moment. `trial_ends_at` is set while a trial runs, `lapsed` says an unpaid one ended.

    `since` is None for the first plan that nobody chose. `contract` is the practice's own agreement, if it has one.
    """

    plan: Plan
    since: datetime | None
    cycle: Cycle
    trial_ends_at: datetime | None
    pays_after_trial: bool
    lapsed: bool
    contract: ContractTerms | None

    def allowance(self, entitlement: Entitlement) -> Allowance:
        if self.contract is not None and entitlement in self.contract.allowances:
            return self.contract.allowances[entitlement]
        return self.plan.allowance(entitlement)


def plan_of(practice_id: UUID, at: datetime) -> PlanInForce:
    """Return the plan of a practice at a moment: that of its contract, its newest begun one, or the first."""
    known = catalogue()
    first = known.first_plan(is_team=known.team_plan is not None and is_team(practice_id))
    contract = _contract(practice_id, at)
    if contract is not None:
        plan = known.plan(contract.plan_id) or first
        return PlanInForce(plan, contract.begins_at, Cycle.YEAR, None, False, False, contract)
    row = PracticePlan.objects.filter(practice_id=practice_id, begins_at__lte=at).order_by("-begins_at", "-id").first()
    if row is None:
        return PlanInForce(first, None, Cycle.MONTH, None, False, False, None)
    ended = row.trial_ends_at is not None and row.trial_ends_at <= at
    lapsed = ended and not row.pays_after_trial
    return PlanInForce(
        plan=first if lapsed else known.plan(row.plan) or first,
        since=row.begins_at,
        cycle=Cycle(row.cycle),
        trial_ends_at=None if ended else row.trial_ends_at,
        pays_after_trial=row.pays_after_trial,
        lapsed=lapsed,
        contract=None,
    )


def practice_pays(practice_id: UUID, now: PlanInForce, at: datetime) -> bool:
    """Say whether a practice pays for its plan, or will after the trial, or pays for anybody's seat."""
    if now.plan.is_paid and (now.trial_ends_at is None or now.pays_after_trial):
        return True
    return any(is_paying(catalogue(), seat.state, at) for seat in seats_of_payer(practice_id))


def practice_allowance(practice_id: UUID, at: datetime, entitlement: Entitlement) -> Allowance:
    """Return what the practice's plan allows of something that belongs to practices."""
    if not catalogue().limits(entitlement):
        return None if entitlement is Entitlement.ROOMS else True
    return plan_of(practice_id, at).allowance(entitlement)


def personal_allowance(practice_id: UUID, person_id: UUID, at: datetime, entitlement: Entitlement) -> Allowance:
    """Return what a person's seats allow of something personal: the most generous of all of them.

    A seat follows the person into every practice; without any seat they have the catalogue's first one. The plan of a
    contract counts in its practice beside them (T12).
    """
    known = catalogue()
    if not known.limits(entitlement):
        return None if entitlement is not Entitlement.NOTES else True
    contract = _contract(practice_id, at)
    if contract is not None and entitlement in contract.allowances:
        return contract.allowances[entitlement]
    held = [plan_at(known, seat.state, at) for seat in running_seats_of(person_id)]
    plans = held or [known.plans[known.first_seat]]
    agreed = known.plan(contract.plan_id) if contract is not None else None
    return most(plan.allowance(entitlement) for plan in [*plans, *([agreed] if agreed else [])])


@dataclass(frozen=True, slots=True)
class PlanDecision:
    """One row of the history of a practice's plan; `by` None: nobody of the practice."""

    plan_id: str
    cycle: Cycle
    begins_at: datetime
    trial_ends_at: datetime | None
    pays_after_trial: bool
    decided_at: datetime
    by: UUID | None


def decisions_of(practice_id: UUID) -> list[PlanDecision]:
    """Return every decision about the practice's plan, newest first."""
    rows = PracticePlan.objects.filter(practice_id=practice_id).order_by("-decided_at", "-id")
    return [
        PlanDecision(
            row.plan,
            Cycle(row.cycle),
            row.begins_at,
            row.trial_ends_at,
            row.pays_after_trial,
            row.decided_at,
            row.by_id,
        )
        for row in rows
    ]


def _contract(practice_id: UUID, at: datetime) -> ContractTerms | None:
    row = Contract.objects.filter(practice_id=practice_id, begins_at__lte=at).first()
    if row is None or (row.ends_at is not None and row.ends_at <= at):
        return None
    return ContractTerms(
        row.plan,
        row.allowances,
        row.contact_name,
        row.contact_email,
        row.contact_phone,
        row.begins_at,
        row.ends_at,
    )
