"""What a seat is, from its history: who has which plan, who pays, what happens when the trial ends (P2, P9 to P13)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kollega.catalogue.rules.plans import Catalogue, Cycle, Plan


class SeatChange(StrEnum):
    STARTED = "started"
    TYPE_CHANGED = "type_changed"
    PAYER_CHANGED = "payer_changed"
    TRIAL_SET = "trial_set"
    CYCLE_CHANGED = "cycle_changed"
    ENDED = "ended"


class EndReason(StrEnum):
    """Why a seat ended; invoices and the person's own page say it in words."""

    CANCELLED = "cancelled"
    TAKEN_OVER = "taken_over"
    LEFT = "left"
    REMOVED = "removed"
    NOT_PAID_FOR = "not_paid_for"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class SeatEntry:
    """One row of a seat's history: everything that held from `at` on. `payer_id` None: the person themselves."""

    change: SeatChange
    at: datetime
    plan_id: str
    payer_id: UUID | None
    trial_ends_at: datetime | None
    pays_after_trial: bool
    cycle: Cycle
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SeatState:
    """A seat as its history leaves it. Times are instants in UTC."""

    plan_id: str
    payer_id: UUID | None
    started_at: datetime
    trial_ends_at: datetime | None
    pays_after_trial: bool
    cycle: Cycle
    ended_at: datetime | None = None

    def on_trial(self, at: datetime) -> bool:
        return self.trial_ends_at is not None and at < self.trial_ends_at

    def is_running(self, at: datetime) -> bool:
        return self.ended_at is None or at < self.ended_at

    def lapsed(self, at: datetime) -> bool:
        """Say whether a trial ended without anybody paying (P13)."""
        return self.trial_ends_at is not None and at >= self.trial_ends_at and not self.pays_after_trial


def state_of(history: Iterable[SeatEntry]) -> SeatState:
    """Fold a seat's history, oldest first, into its state. Raises ValueError when it does not begin with a start."""
    state: SeatState | None = None
    for entry in history:
        if state is None:
            if entry.change is not SeatChange.STARTED:
                raise ValueError("a seat's history begins with its start")
            state = SeatState(
                entry.plan_id,
                entry.payer_id,
                entry.at,
                entry.trial_ends_at,
                entry.pays_after_trial,
                entry.cycle,
            )
            continue
        state = replace(
            state,
            plan_id=entry.plan_id,
            payer_id=entry.payer_id,
            trial_ends_at=entry.trial_ends_at,
            pays_after_trial=entry.pays_after_trial,
            cycle=entry.cycle,
            ended_at=entry.at if entry.change is SeatChange.ENDED else state.ended_at,
        )
    if state is None:
        raise ValueError("a seat has a history")
    return state


def plan_at(catalogue: Catalogue, state: SeatState, at: datetime) -> Plan:
    """Return the plan that a running seat gives at a moment: its own, or the free one after an unpaid trial (P13).

    A plan that the catalogue in force does not know any more counts as the first seat.
    """
    first = catalogue.plans[catalogue.first_seat]
    if state.lapsed(at):
        return first
    return catalogue.plan(state.plan_id) or first


def is_paying(catalogue: Catalogue, state: SeatState, at: datetime) -> bool:
    """Say whether somebody pays for the seat at a moment: a paid plan, running, and no trial any more."""
    return is_paid_for(catalogue, state, at) and not state.on_trial(at)


def is_paid_for(catalogue: Catalogue, state: SeatState, at: datetime) -> bool:
    """Say whether a running seat has a paid plan, be it still on trial; a trial that ended unpaid gives none."""
    plan = catalogue.plan(state.plan_id)
    return plan is not None and plan.is_paid and state.is_running(at) and not state.lapsed(at)
