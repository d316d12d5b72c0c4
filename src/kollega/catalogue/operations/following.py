"""Letting the seats that a practice pays follow its plan. Undecorated part of operations.

Where a practice's plan is itself the clinicians' seat (`kollega`), they change with it, trial and all; where it names
other account types (`heidi`), seats of a type that it does not have become its first one.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.catalogue.errors import StillPays
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.models import Seat
from kollega.catalogue.operations.seats import change_seat
from kollega.catalogue.queries.seats import HeldSeat, seats_of_payer
from kollega.catalogue.rules.plans import Cycle, Entitlement, Plan
from kollega.catalogue.rules.seats import SeatChange
from kollega.practices.models import Practice


@dataclass(frozen=True, slots=True)
class NewPlan:
    """The plan that a practice has from now on."""

    plan: Plan
    cycle: Cycle = Cycle.MONTH
    trial_ends_at: datetime | None = None
    pays_after_trial: bool = False


def hold_plan_of(practice_id: UUID) -> None:
    """Hold a practice's plan until the end of the transaction, so that decisions about it come one after the other."""
    Practice.objects.select_for_update(no_key=True).get(id=practice_id)


def seats_follow(practice_id: UUID, new: NewPlan, *, at: datetime, by: UUID | None) -> int:
    """Change the seats of the practice's clinicians to its new plan and return how many.

    Refuses with StillPays when paid seats would remain under a plan without team billing.
    """
    # In one order, so that a plan that changes and a member who leaves wait in turn.
    list(Seat.objects.select_for_update(no_key=True).filter(payer_id=practice_id, ended_at=None).order_by("id"))
    changed = 0
    for seat in seats_of_payer(practice_id):
        target = _plan_after(seat, new.plan)
        if target is not None and target.is_paid and not new.plan.allowance(Entitlement.TEAM_BILLING):
            raise StillPays
        if target is not None and _change(seat, target, new, at=at, by=by):
            changed += 1
    return changed


def _plan_after(seat: HeldSeat, plan: Plan) -> Plan | None:
    """Return the plan of a seat under the practice's new plan; None for free account types, which stay."""
    known = catalogue()
    target = known.type_under(seat.state.plan_id, plan)
    return None if target in known.free_types() else target


def _change(seat: HeldSeat, target: Plan, new: NewPlan, *, at: datetime, by: UUID | None) -> bool:
    other = target.id != seat.state.plan_id
    if not other and target.id != new.plan.id:
        return False
    change_seat(
        seat.id,
        change=SeatChange.TYPE_CHANGED if other else SeatChange.TRIAL_SET,
        at=at,
        by=by,
        plan_id=target.id,
        cycle=new.cycle,
        trial_ends_at=new.trial_ends_at,
        pays_after_trial=new.pays_after_trial,
    )
    return True
