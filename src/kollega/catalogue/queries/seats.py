"""Seats as they are now; inside an operation or query of the practice or of the person."""

from dataclasses import dataclass
from uuid import UUID

from kollega.catalogue.models import Seat, SeatEvent
from kollega.catalogue.rules.plans import Cycle
from kollega.catalogue.rules.seats import SeatChange, SeatEntry, SeatState


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A running seat of a person. `state.payer_id` None: they pay themselves."""

    id: UUID
    person_id: UUID
    state: SeatState


def running_seats_of(person_id: UUID) -> list[HeldSeat]:
    """Return the person's running seats that the scope may see, oldest first: in any practice's, and their own."""
    rows = Seat.objects.filter(person_id=person_id, ended_at=None).order_by("started_at", "id")
    return [_held(row) for row in rows]


def own_seat_of(person_id: UUID) -> HeldSeat | None:
    """Return the running seat that the person pays themselves (or has for free), or None."""
    return next((seat for seat in running_seats_of(person_id) if seat.state.payer_id is None), None)


def seat_in(practice_id: UUID, person_id: UUID) -> HeldSeat | None:
    """Return the person's running seat that this practice pays or gives, or None."""
    return next((seat for seat in running_seats_of(person_id) if seat.state.payer_id == practice_id), None)


def seats_for(practice_id: UUID, person_ids: list[UUID]) -> dict[UUID, HeldSeat]:
    """Return per person the seat that counts in the practice: the practice's, else their own; none is left out."""
    rows = Seat.objects.filter(person_id__in=person_ids, ended_at=None).order_by("started_at", "id")
    found: dict[UUID, HeldSeat] = {}
    for row in rows:
        if row.payer_id == practice_id or (row.payer_id is None and row.person_id not in found):
            found[row.person_id] = _held(row)
    return found


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of a seat's history with the person who caused it (None: a job)."""

    seat_id: UUID
    person_id: UUID
    entry: SeatEntry
    by: UUID | None


def history_of_practice(practice_id: UUID) -> list[HistoryRow]:
    """Return what happened to the seats that the practice pays or paid, newest first."""
    rows = SeatEvent.objects.filter(payer_id=practice_id).select_related("seat").order_by("-at", "-id")
    return [HistoryRow(row.seat_id, row.seat.person_id, _entry(row), row.by_id) for row in rows]


def history_of_seat(seat_id: UUID) -> list[SeatEntry]:
    """Return a seat's history, oldest first."""
    return [_entry(row) for row in SeatEvent.objects.filter(seat_id=seat_id).order_by("at", "id")]


def _held(row: Seat) -> HeldSeat:
    return HeldSeat(
        row.id,
        row.person_id,
        SeatState(
            row.plan,
            row.payer_id,
            row.started_at,
            row.trial_ends_at,
            row.pays_after_trial,
            Cycle(row.cycle),
            row.ended_at,
        ),
    )


def _entry(row: SeatEvent) -> SeatEntry:
    return SeatEntry(
        SeatChange(row.change),
        row.at,
        row.plan,
        row.payer_id,
        row.trial_ends_at,
        row.pays_after_trial,
        Cycle(row.cycle),
        row.reason,
    )
