"""The plan that a person chooses and pays for themselves, where the catalogue has such plans (P2, P13).

No practice is needed: the seat's history is the record, and only the person sees it. They run in the scope of the
person, who is always asked for by id.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kollega.catalogue.errors import (
    AlreadyThisPlan,
    NothingToCancel,
    NoTrial,
    NoTrialRuns,
    PaysAlready,
    PracticePays,
    TrialUsed,
    UnknownPlan,
)
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.seats import change_seat, end_seat, hold_seats_of, start_seat
from kollega.catalogue.queries.affiliates import first_trial
from kollega.catalogue.queries.own_plans import practice_pays_for
from kollega.catalogue.queries.seats import HeldSeat, had_trial, own_seat_of
from kollega.catalogue.rules.plans import Cycle, Plan
from kollega.catalogue.rules.seats import EndReason, SeatChange, SeatState, is_paying
from kollega.platform.tenancy import tenant


def choose_own_plan(person_id: UUID, *, plan_id: str, cycle: Cycle, at: datetime) -> None:
    """Have a plan from now on and pay for it; a running trial ends with it.

    Refuses with UnknownPlan, PracticePays, AlreadyThisPlan.
    """
    with transaction.atomic(), tenant(None, person_id):
        plan, own = _wanted(person_id, plan_id, at)
        if own is not None and is_paying(catalogue(), own.state, at) and _same(own.state, plan, cycle):
            raise AlreadyThisPlan
        _set(person_id, own, plan, cycle=cycle, trial_ends_at=None, at=at)


def try_own_plan(person_id: UUID, *, plan_id: str, cycle: Cycle, at: datetime) -> None:
    """Start the trial of a plan, once for each person and plan.

    Refuses with UnknownPlan, PracticePays, NoTrial, TrialUsed, PaysAlready.
    """
    with transaction.atomic(), tenant(None, person_id):
        plan, own = _wanted(person_id, plan_id, at)
        if plan.trial is None:
            raise NoTrial
        if had_trial(person_id, plan.id):
            raise TrialUsed
        if own is not None and (is_paying(catalogue(), own.state, at) or own.state.pays_after_trial):
            raise PaysAlready
        _set(person_id, own, plan, cycle=cycle, trial_ends_at=at + first_trial(person_id, plan.trial), at=at)


def keep_own_plan(person_id: UUID, *, at: datetime) -> None:
    """Pay for the plan when its trial ends. Refuses with NoTrialRuns."""
    with transaction.atomic(), tenant(None, person_id):
        hold_seats_of(person_id)
        own = own_seat_of(person_id)
        if own is None or not own.state.on_trial(at):
            raise NoTrialRuns
        change_seat(own.id, change=SeatChange.TRIAL_SET, at=at, by=person_id, pays_after_trial=True)


def cancel_own_plan(person_id: UUID, *, at: datetime) -> None:
    """Stop paying for the own plan: it ends now, or on a trial when the trial ends. Refuses with NothingToCancel."""
    with transaction.atomic(), tenant(None, person_id):
        hold_seats_of(person_id)
        own = own_seat_of(person_id)
        if own is not None and is_paying(catalogue(), own.state, at):
            end_seat(own.id, at=at, by=person_id, reason=EndReason.CANCELLED)
        elif own is not None and own.state.on_trial(at) and own.state.pays_after_trial:
            change_seat(own.id, change=SeatChange.TRIAL_SET, at=at, by=person_id, pays_after_trial=False)
        else:
            raise NothingToCancel


def _wanted(person_id: UUID, plan_id: str, at: datetime) -> tuple[Plan, HeldSeat | None]:
    """Hold the person's seats; return the plan that is offered to people, and the seat they have themselves."""
    plan = next((one for one in catalogue().personal_plans() if one.id == plan_id), None)
    if plan is None:
        raise UnknownPlan
    hold_seats_of(person_id)
    if catalogue().one_seat_a_person and practice_pays_for(person_id, at):
        raise PracticePays
    return plan, own_seat_of(person_id)


def _same(state: SeatState, plan: Plan, cycle: Cycle) -> bool:
    return state.plan_id == plan.id and state.cycle is cycle


def _set(
    person_id: UUID, own: HeldSeat | None, plan: Plan, *, cycle: Cycle, trial_ends_at: datetime | None, at: datetime
) -> None:
    """Give the person's own seat this plan, or start one."""
    if own is None:
        start_seat(
            person_id,
            plan_id=plan.id,
            payer_id=None,
            at=at,
            by=person_id,
            trial_ends_at=trial_ends_at,
            cycle=cycle,
        )
        return
    change_seat(
        own.id,
        change=SeatChange.TYPE_CHANGED,
        at=at,
        by=person_id,
        plan_id=plan.id,
        cycle=cycle,
        trial_ends_at=trial_ends_at,
        pays_after_trial=False,
    )
