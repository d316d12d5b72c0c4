"""What becomes of a person's seats when a practice starts to pay for them (P2, P8 to P10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.plans import Catalogue, Plan, Scope, SelfPayer
from kollega.catalogue.rules.seats import SeatState, is_paid_for, is_paying


class Obstacle(StrEnum):
    """Why a practice cannot pay. The operations turn each into a refusal."""

    PAID_HERE = "paid_here"
    PAID_ELSEWHERE = "paid_elsewhere"
    PAYS_THEMSELVES = "pays_themselves"
    NOT_ON_TRIAL = "not_on_trial"


@dataclass(frozen=True, slots=True)
class Situation:
    """The seats of a person as a practice meets them: its own, the person's own, and those of other practices."""

    here: SeatState | None = None
    own: SeatState | None = None
    elsewhere: Sequence[SeatState] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """How a seat begins: with a trial until then, or none; and whether somebody pays when it ends."""

    ends_at: datetime | None = None
    pays_after: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """What a practice wants to pay: a plan, now or after the trial. `of_plan` is the trial of the practice's plan."""

    plan: Plan
    offer: Offer
    of_plan: Trial = Trial()


def outcome(catalogue: Catalogue, situation: Situation, wanted: Payment, at: datetime) -> Trial | Obstacle:
    """Return how the seat that the practice pays begins, or why it cannot pay.

    A seat of the practice's own plan shares that plan's trial. Otherwise *pay now* ends a trial, and *pay after the
    trial* keeps its end.
    """
    return obstacle(catalogue, situation, wanted, at) or _begins(situation, wanted, at)


def obstacle(catalogue: Catalogue, situation: Situation, wanted: Payment, at: datetime) -> Obstacle | None:
    """Return why the practice cannot pay for the person so, or None when it can."""
    if situation.here is not None and _is_settled(catalogue, situation.here, wanted, at):
        return Obstacle.PAID_HERE
    if catalogue.one_seat_a_person and any(is_paid_for(catalogue, seat, at) for seat in situation.elsewhere):
        return Obstacle.PAID_ELSEWHERE
    if catalogue.self_payer is SelfPayer.KEEP and pays_themselves(catalogue, situation, at):
        return Obstacle.PAYS_THEMSELVES
    if wanted.offer is Offer.AFTER_TRIAL and trial_of(situation, at) is None:
        return Obstacle.NOT_ON_TRIAL
    return None


def pays_themselves(catalogue: Catalogue, situation: Situation, at: datetime) -> bool:
    """Say whether the person pays for a plan of their own, or will when their trial ends (P8)."""
    own = situation.own
    return own is not None and (is_paying(catalogue, own, at) or (own.on_trial(at) and own.pays_after_trial))


def trial_of(situation: Situation, at: datetime) -> datetime | None:
    """Return the end of the person's running trial, here or of their own, or None (P9)."""
    for state in (situation.here, situation.own):
        if state is not None and state.on_trial(at):
            return state.trial_ends_at
    return None


def _is_settled(catalogue: Catalogue, here: SeatState, wanted: Payment, at: datetime) -> bool:
    """Say whether the practice pays already, or will after the trial, or gives a seat of its own plan."""
    if is_paying(catalogue, here, at) or (here.on_trial(at) and here.pays_after_trial):
        return True
    return wanted.plan.scope is Scope.PRACTICE and here.plan_id == wanted.plan.id and not here.lapsed(at)


def _begins(situation: Situation, wanted: Payment, at: datetime) -> Trial:
    if wanted.plan.scope is Scope.PRACTICE:
        return wanted.of_plan
    if wanted.offer is Offer.AFTER_TRIAL:
        return Trial(trial_of(situation, at), pays_after=True)
    return Trial()
