"""Letting a practice pay for a person's seat, and stopping it (P2, P8, P9, P11). Undecorated parts of operations.

The frame around them checks the right and writes the log; joining a practice and paying for a member both come here.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.catalogue.errors import AlreadyPaysThemselves, NotOnTrial, NotPaidHere, SeatTaken
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.following import hold_plan_of
from kollega.catalogue.operations.seats import change_seat, end_seat, hold_seats_of, start_seat
from kollega.catalogue.queries.plans import plan_of
from kollega.catalogue.queries.seats import HeldSeat, running_seats_of
from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.paying import Obstacle, Payment, Situation, Trial, outcome, pays_themselves
from kollega.catalogue.rules.plans import Cycle, Plan
from kollega.catalogue.rules.seats import EndReason, SeatChange

_REFUSALS = {
    Obstacle.PAID_HERE: SeatTaken,
    Obstacle.PAID_ELSEWHERE: SeatTaken,
    Obstacle.PAYS_THEMSELVES: AlreadyPaysThemselves,
    Obstacle.NOT_ON_TRIAL: NotOnTrial,
}


@dataclass(frozen=True, slots=True)
class Seats:
    """The running seats of a person as one practice meets them."""

    here: HeldSeat | None
    own: HeldSeat | None
    elsewhere: tuple[HeldSeat, ...]

    @property
    def situation(self) -> Situation:
        return Situation(
            here=self.here.state if self.here else None,
            own=self.own.state if self.own else None,
            elsewhere=[seat.state for seat in self.elsewhere],
        )


def seats_as_met(practice_id: UUID, person_id: UUID) -> Seats:
    """Return a person's running seats, sorted by who pays them."""
    seats = running_seats_of(person_id)
    return Seats(
        here=next((seat for seat in seats if seat.state.payer_id == practice_id), None),
        own=next((seat for seat in seats if seat.state.payer_id is None), None),
        elsewhere=tuple(seat for seat in seats if seat.state.payer_id not in (practice_id, None)),
    )


def pay_for(practice_id: UUID, person_id: UUID, *, plan: Plan, offer: Offer, at: datetime, by: UUID | None) -> UUID:
    """Let the practice pay for a person's seat of this plan, now or after their trial, and return the seat's id.

    An own plan that the catalogue lets be taken over moves to the practice; one that ended unpaid or is on trial moves
    with it too. Refuses with SeatTaken, AlreadyPaysThemselves (P8), NotOnTrial (P9).
    """
    hold_plan_of(practice_id)
    hold_seats_of(person_id)
    seats = seats_as_met(practice_id, person_id)
    now = plan_of(practice_id, at)
    wanted = Payment(plan, offer, Trial(now.trial_ends_at, now.pays_after_trial))
    begins = outcome(catalogue(), seats.situation, wanted, at)
    if isinstance(begins, Obstacle):
        raise _REFUSALS[begins]
    return _move(practice_id, person_id, seats, plan, begins, now.cycle, at=at, by=by)


def _move(
    practice_id: UUID,
    person_id: UUID,
    seats: Seats,
    plan: Plan,
    begins: Trial,
    cycle: Cycle,
    *,
    at: datetime,
    by: UUID | None,
) -> UUID:
    """Use the seat that there is, here or the person's own, so that its history goes on; else start one."""
    took_over = pays_themselves(catalogue(), seats.situation, at)
    reason = EndReason.TAKEN_OVER if took_over else EndReason.REPLACED
    if seats.here is not None and seats.own is not None:
        end_seat(seats.own.id, at=at, by=by, reason=reason)
    used = seats.here or seats.own
    if used is None:
        return start_seat(
            person_id,
            plan_id=plan.id,
            payer_id=practice_id,
            at=at,
            by=by,
            trial_ends_at=begins.ends_at,
            pays_after_trial=begins.pays_after,
            cycle=cycle,
        )
    change_seat(
        used.id,
        change=SeatChange.TYPE_CHANGED if seats.here else SeatChange.PAYER_CHANGED,
        at=at,
        by=by,
        reason=EndReason.TAKEN_OVER if took_over and not seats.here else "",
        plan_id=plan.id,
        payer_id=practice_id,
        trial_ends_at=begins.ends_at,
        pays_after_trial=begins.pays_after,
        cycle=cycle,
    )
    return used.id


def give_seat(practice_id: UUID, person_id: UUID, *, plan_id: str, at: datetime, by: UUID | None) -> UUID:
    """Give a person a seat of the practice that costs nothing, and return its id; their own plan stays as it is."""
    hold_seats_of(person_id)
    here = seats_as_met(practice_id, person_id).here
    cycle = plan_of(practice_id, at).cycle
    if here is None:
        return start_seat(person_id, plan_id=plan_id, payer_id=practice_id, at=at, by=by, cycle=cycle)
    change_seat(
        here.id,
        change=SeatChange.TYPE_CHANGED,
        at=at,
        by=by,
        plan_id=plan_id,
        trial_ends_at=None,
        pays_after_trial=False,
        cycle=cycle,
    )
    return here.id


def stop_paying_for(practice_id: UUID, person_id: UUID, *, at: datetime, by: UUID | None) -> UUID:
    """Let the practice stop paying for a person's seat, and return the seat's id (P11).

    On a trial the person keeps everything until it ends, as a seat of their own; a paid seat ends at once. Refuses
    with NotPaidHere when the practice pays nothing, or only gives a free account type.
    """
    hold_seats_of(person_id)
    here = seats_as_met(practice_id, person_id).here
    if here is None or here.state.plan_id in {plan.id for plan in catalogue().free_types()}:
        raise NotPaidHere
    end_seat_here(practice_id, person_id, reason=EndReason.NOT_PAID_FOR, at=at, by=by)
    return here.id


def end_seat_here(practice_id: UUID, person_id: UUID, *, reason: EndReason, at: datetime, by: UUID | None) -> None:
    """End the seat that the practice pays or gives to a person, if there is one; a trial runs on as their own (P11)."""
    hold_seats_of(person_id)
    seats = seats_as_met(practice_id, person_id)
    if seats.here is None:
        return
    if seats.here.state.on_trial(at) and _can_be_their_own(seats, at, by):
        change_seat(
            seats.here.id,
            change=SeatChange.PAYER_CHANGED,
            at=at,
            by=by,
            reason=reason,
            payer_id=None,
            pays_after_trial=False,
        )
    else:
        end_seat(seats.here.id, at=at, by=by, reason=reason)


def _can_be_their_own(seats: Seats, at: datetime, by: UUID | None) -> bool:
    """Make room for the trial among the person's own: a seat that lapsed gives way, one that gives something stays."""
    if seats.own is None:
        return True
    if not seats.own.state.lapsed(at):
        return False
    end_seat(seats.own.id, at=at, by=by, reason=EndReason.REPLACED)
    return True
