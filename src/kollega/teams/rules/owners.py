"""What an owner's seat must be, and what a team needs (T4, T7)."""

from collections.abc import Collection
from datetime import datetime

from kollega.catalogue.rules.allowances import is_enough
from kollega.catalogue.rules.plans import Catalogue, Entitlement, Plan
from kollega.catalogue.rules.seats import SeatState, is_paying, plan_at


def is_free_type(known: Catalogue, plan_id: str) -> bool:
    """Say whether this is an account type that costs nothing and sees no clients of its own."""
    return plan_id in {plan.id for plan in known.free_types()}


def fits_owner(known: Catalogue, seats: Collection[SeatState], at: datetime, *, sees_clients: bool) -> bool:
    """Say whether an owner has the seat they need: one that sees clients where they do, any where they do not.

    A trial, a paid one, or a clinician's plan without a price will do. Where nothing is ever paid, nothing is needed.
    """
    if not known.billing or not sees_clients:
        return True
    if not seats:
        return _is_for_clients(known, known.plans[known.first_seat])
    return any(_sees_clients(known, seat, at) for seat in seats)


def owners_plans(known: Catalogue, seats: Collection[SeatState], practice_plan: Plan, at: datetime) -> set[str]:
    """Return the ids of the plans that count as the owner's when a team is created (T4).

    Those of their running seats; for an owner on a free type the practice's plan too.
    """
    own = {plan_at(known, seat, at).id for seat in seats}
    on_support = not own or any(is_free_type(known, plan_id) for plan_id in own)
    return own | ({practice_plan.id} if on_support else set())


def moves_to_practice(known: Catalogue, seat: SeatState, at: datetime) -> bool:
    """Say whether an own seat is one that somebody pays for, or has promised to pay for after its trial."""
    plan = known.plan(seat.plan_id)
    promised = plan is not None and plan.is_paid and seat.on_trial(at) and seat.pays_after_trial
    return is_paying(known, seat, at) or promised


def _sees_clients(known: Catalogue, seat: SeatState, at: datetime) -> bool:
    plan = plan_at(known, seat, at)
    return _is_for_clients(known, plan) and (seat.on_trial(at) or is_paying(known, seat, at) or not plan.is_paid)


def _is_for_clients(known: Catalogue, plan: Plan) -> bool:
    allowed = is_enough(plan.allowance(Entitlement.APPOINTMENTS_A_MONTH))
    return known.is_a_seat(plan) and not is_free_type(known, plan.id) and allowed
