"""Writing a seat's history and, in the same breath, what the seat is now. Undecorated parts of operations.

The frame around them (a domain's operation) checks the right and writes the log.
"""

from dataclasses import replace
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from kollega.catalogue.errors import SeatTaken
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.models import Seat, SeatEvent
from kollega.catalogue.queries.seats import history_of_seat, running_seats_of
from kollega.catalogue.rules.plans import Cycle
from kollega.catalogue.rules.seats import EndReason, SeatChange, SeatEntry, SeatState, is_paid_for, state_of
from kollega.kernel.ids import new_id
from kollega.platform.holding import hold


def hold_seats_of(person_id: UUID) -> None:
    """Hold all seats of a person until the end of the transaction.

    Whoever decides by what seats somebody has calls this before looking, so that two payers cannot decide at once.
    """
    hold([b"seats" + person_id.bytes])


def start_seat(
    person_id: UUID,
    *,
    plan_id: str,
    payer_id: UUID | None,
    at: datetime,
    by: UUID | None,
    trial_ends_at: datetime | None = None,
    pays_after_trial: bool = False,
    cycle: Cycle = Cycle.MONTH,
) -> UUID:
    """Start a seat and return its id.

    Refuses with SeatTaken when the person has one with this payer, or has a paid one elsewhere where the catalogue
    gives each person only one (P2).
    """
    hold_seats_of(person_id)
    entry = SeatEntry(SeatChange.STARTED, at, plan_id, payer_id, trial_ends_at, pays_after_trial, cycle)
    state = state_of([entry])
    _only_one_paid(person_id, state, at, besides=None)
    seat_id = new_id()
    Seat(id=seat_id, person_id=person_id, **_columns(state)).save(force_insert=True)
    _append(seat_id, person_id, entry, None, by)
    return seat_id


class NewValues(TypedDict, total=False):
    """What a change sets; what is not named stays as it is."""

    plan_id: str
    payer_id: UUID | None
    trial_ends_at: datetime | None
    pays_after_trial: bool
    cycle: Cycle


def change_seat(
    seat_id: UUID,
    *,
    change: SeatChange,
    at: datetime,
    by: UUID | None,
    reason: EndReason | str = "",
    **new: Unpack[NewValues],
) -> SeatState:
    """Add a row to the history of a running seat and return its new state.

    Refuses with SeatTaken as `start_seat` does.
    """
    seat = Seat.objects.select_for_update(no_key=True).get(id=seat_id, ended_at=None)
    history = history_of_seat(seat_id)
    # Who decided later stands later, also when their request began earlier.
    entry = replace(history[-1], change=change, at=max(at, history[-1].at), reason=str(reason), **new)
    state = state_of([*history, entry])
    if state.ended_at is None:
        _only_one_paid(seat.person_id, state, at, besides=seat_id)
    Seat.objects.filter(id=seat_id).update(**_columns(state))
    _append(seat_id, seat.person_id, entry, history[-1].payer_id, by)
    return state


def end_seat(seat_id: UUID, *, at: datetime, by: UUID | None, reason: EndReason) -> None:
    """End a running seat. What it was stays in its history."""
    change_seat(seat_id, change=SeatChange.ENDED, at=at, by=by, reason=reason)


def _only_one_paid(person_id: UUID, state: SeatState, at: datetime, *, besides: UUID | None) -> None:
    known = catalogue()
    if not known.one_seat_a_person or not is_paid_for(known, state, at):
        return
    others = [seat.state for seat in running_seats_of(person_id) if seat.id != besides]
    if any(is_paid_for(known, other, at) for other in others):
        raise SeatTaken


def _columns(state: SeatState) -> dict[str, object]:
    return {
        "plan": state.plan_id,
        "payer_id": state.payer_id,
        "started_at": state.started_at,
        "trial_ends_at": state.trial_ends_at,
        "pays_after_trial": state.pays_after_trial,
        "cycle": state.cycle,
        "ended_at": state.ended_at,
    }


def _append(seat_id: UUID, person_id: UUID, entry: SeatEntry, payer_before: UUID | None, by: UUID | None) -> None:
    SeatEvent(
        seat_id=seat_id,
        person_id=person_id,
        change=entry.change,
        at=entry.at,
        plan=entry.plan_id,
        payer_id=entry.payer_id,
        payer_before_id=payer_before,
        trial_ends_at=entry.trial_ends_at,
        pays_after_trial=entry.pays_after_trial,
        cycle=entry.cycle,
        reason=entry.reason,
        by_id=by,
    ).save(force_insert=True)
