"""Writing a seat's history and, in the same breath, what the seat is now. Undecorated parts of operations.

The frame around them (a domain's operation) checks the right and writes the log.
"""

from dataclasses import replace
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from kollega.catalogue.models import Seat, SeatEvent
from kollega.catalogue.queries.seats import history_of_seat
from kollega.catalogue.rules.plans import Cycle
from kollega.catalogue.rules.seats import EndReason, SeatChange, SeatEntry, SeatState, state_of
from kollega.kernel.ids import new_id


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
    """Start a seat and return its id. Refuses with SeatTaken when the person has one with this payer."""
    entry = SeatEntry(SeatChange.STARTED, at, plan_id, payer_id, trial_ends_at, pays_after_trial, cycle)
    state = state_of([entry])
    seat_id = new_id()
    Seat(id=seat_id, person_id=person_id, **_columns(state)).save(force_insert=True)
    _append(seat_id, entry, by)
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

    Refuses with SeatTaken when the person has a seat with the new payer already.
    """
    Seat.objects.select_for_update().get(id=seat_id, ended_at=None)
    history = history_of_seat(seat_id)
    entry = replace(history[-1], change=change, at=at, reason=str(reason), **new)
    state = state_of([*history, entry])
    Seat.objects.filter(id=seat_id).update(**_columns(state))
    _append(seat_id, entry, by)
    return state


def end_seat(seat_id: UUID, *, at: datetime, by: UUID | None, reason: EndReason) -> None:
    """End a running seat. What it was stays in its history."""
    change_seat(seat_id, change=SeatChange.ENDED, at=at, by=by, reason=reason)


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


def _append(seat_id: UUID, entry: SeatEntry, by: UUID | None) -> None:
    SeatEvent(
        seat_id=seat_id,
        change=entry.change,
        at=entry.at,
        plan=entry.plan_id,
        payer_id=entry.payer_id,
        trial_ends_at=entry.trial_ends_at,
        pays_after_trial=entry.pays_after_trial,
        cycle=entry.cycle,
        reason=entry.reason,
        by_id=by,
    ).save(force_insert=True)
