"""Which plan a practice has, and what it and a person's seats allow; inside an operation or query."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.models import Contract, PracticePlan
from kollega.catalogue.queries.seats import running_seats_of
from kollega.catalogue.rules.allowances import most
from kollega.catalogue.rules.plans import Allowance, Cycle, Entitlement, Plan
from kollega.catalogue.rules.seats import plan_at


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """A practice's plan at a moment. `trial_ends_at` is set while a trial runs, `lapsed` says an unpaid one ended.

    `coming` is a decided change that has not begun. `contract` is the practice's own agreement, if it has one.
    """

    plan: Plan
    since: datetime | None
    cycle: Cycle
    trial_ends_at: datetime | None
    pays_after_trial: bool
    lapsed: bool
    contract: Contract | None

    def allowance(self, entitlement: Entitlement) -> Allowance:
        if self.contract is not None and entitlement in self.contract.allowances:
            found: Allowance = self.contract.allowances[entitlement]
            return found
        return self.plan.allowance(entitlement)


def plan_of(practice_id: UUID, at: datetime) -> PlanInForce:
    """Return the plan of a practice at a moment: that of its contract, its newest begun one, or the first."""
    known = catalogue()
    first = known.plans[known.first_practice_plan]
    contract = _contract(practice_id, at)
    if contract is not None:
        plan = known.plan(contract.plan) or first
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


def practice_allowance(practice_id: UUID, at: datetime, entitlement: Entitlement) -> Allowance:
    """Return what the practice's plan allows of something that belongs to practices."""
    if not catalogue().limits(entitlement):
        return None if entitlement is Entitlement.ROOMS else True
    return plan_of(practice_id, at).allowance(entitlement)


def personal_allowance(practice_id: UUID, person_id: UUID, at: datetime, entitlement: Entitlement) -> Allowance:
    """Return what a person's seats allow of something personal: the most generous of all of them.

    A seat follows the person into every practice; without any seat they have the catalogue's first one.
    """
    known = catalogue()
    if not known.limits(entitlement):
        return None if entitlement is not Entitlement.NOTES else True
    contract = _contract(practice_id, at)
    if contract is not None and entitlement in contract.allowances:
        found: Allowance = contract.allowances[entitlement]
        return found
    plans = [plan_at(known, seat.state, at) for seat in running_seats_of(person_id)]
    return most(plan.allowance(entitlement) for plan in plans or [known.plans[known.first_seat]])


def _contract(practice_id: UUID, at: datetime) -> Contract | None:
    row = Contract.objects.filter(practice_id=practice_id, begins_at__lte=at).first()
    return row if row is not None and (row.ends_at is None or at < row.ends_at) else None
