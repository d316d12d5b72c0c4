"""Seats as they are now; inside an operation or query of the practice or of the person."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

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


def running_seats_of_people(person_ids: list[UUID]) -> dict[UUID, list[HeldSeat]]:
    """Return per person all their running seats that the scope may see, oldest first; who has none is left out."""
    found: dict[UUID, list[HeldSeat]] = {}
    for row in Seat.objects.filter(person_id__in=person_ids, ended_at=None).order_by("started_at", "id"):
        found.setdefault(row.person_id, []).append(_held(row))
    return found


def seats_of_payer(practice_id: UUID) -> list[HeldSeat]:
    """Return the running seats that a practice pays or gives, oldest first."""
    rows = Seat.objects.filter(payer_id=practice_id, ended_at=None).order_by("started_at", "id")
    return [_held(row) for row in rows]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of a seat's history: what held from then on, who paid before, and who caused it (None: a job)."""

    seat_id: UUID
    person_id: UUID
    entry: SeatEntry
    payer_before: UUID | None
    by: UUID | None


def history_of_practice(practice_id: UUID) -> list[HistoryRow]:
    """Return what happened to the seats that the practice pays or paid, newest first; also what ended its paying."""
    mine = Q(payer_id=practice_id) | Q(payer_before_id=practice_id)
    return [_history_row(row) for row in SeatEvent.objects.filter(mine).order_by("-at", "-id")]


def history_of_person(person_id: UUID) -> list[HistoryRow]:
    """Return what happened to all seats of a person, newest first; in the person's own scope."""
    return [_history_row(row) for row in SeatEvent.objects.filter(person_id=person_id).order_by("-at", "-id")]


def had_trial(person_id: UUID, plan_id: str) -> bool:
    """Say whether the person tried this plan out before, in a seat that the scope may see."""
    tried = SeatEvent.objects.filter(person_id=person_id, plan=plan_id, trial_ends_at__isnull=False)
    return tried.exists()


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


def _history_row(row: SeatEvent) -> HistoryRow:
    return HistoryRow(row.seat_id, row.person_id, _entry(row), row.payer_before_id, row.by_id)


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
