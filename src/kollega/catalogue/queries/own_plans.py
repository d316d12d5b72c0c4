"""A person's own plan, in the person's own scope."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.seats import HistoryRow, had_trial, history_of_person, running_seats_of
from kollega.catalogue.rules.allowances import best_of
from kollega.catalogue.rules.plans import Cycle, Plan
from kollega.catalogue.rules.seats import is_paid_for, is_paying, plan_at


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """What a person has. `plan` is the one they chose themselves, `given` the one that counts now, whoever pays.

    `by_practice` says that a practice pays, `may_try` names the plans that they can still try out.
    """

    plan: Plan | None
    given: Plan
    cycle: Cycle
    trial_ends_at: datetime | None
    pays_after_trial: bool
    paying: bool
    lapsed: bool
    by_practice: bool
    may_try: tuple[str, ...]
    history: list[HistoryRow]


def own_plan_of(person_id: UUID, at: datetime) -> OwnPlan:
    """Return a person's own plan at a moment, with its history, newest first."""
    known, seats = catalogue(), running_seats_of(person_id)
    own = next((seat for seat in seats if seat.state.payer_id is None), None)
    state = own.state if own else None
    by_practice = practice_pays_for(person_id, at)
    paying = state is not None and is_paying(known, state, at)
    on_trial = state is not None and state.on_trial(at)
    settled = paying or (state is not None and on_trial and state.pays_after_trial)
    return OwnPlan(
        plan=known.plan(state.plan_id) if state else None,
        given=best_of([plan_at(known, seat.state, at) for seat in seats]) or known.plans[known.first_seat],
        cycle=state.cycle if state else Cycle.MONTH,
        trial_ends_at=state.trial_ends_at if state and on_trial else None,
        pays_after_trial=bool(state and state.pays_after_trial),
        paying=paying,
        lapsed=bool(state and state.lapsed(at)),
        by_practice=by_practice,
        may_try=() if settled or by_practice else _untried(person_id),
        history=history_of_person(person_id),
    )


def practice_pays_for(person_id: UUID, at: datetime) -> bool:
    """Say whether a practice pays for the person, be it still on trial."""
    seats = [seat.state for seat in running_seats_of(person_id) if seat.state.payer_id is not None]
    return any(is_paid_for(catalogue(), state, at) for state in seats)


def _untried(person_id: UUID) -> tuple[str, ...]:
    plans = [plan for plan in catalogue().personal_plans() if plan.trial is not None]
    return tuple(plan.id for plan in plans if not had_trial(person_id, plan.id))
