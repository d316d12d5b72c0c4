"""Keeping a time for somebody for a while, without a booking (B11, B13). Undecorated parts of operations.

A hold occupies in the same table as appointments, under the same constraint; from the second it ends nobody is kept
away by it. `booking.book` takes a hold in exchange for the visit.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id
from kollega.scheduling.models import Hold
from kollega.scheduling.operations.claiming import Claim, claim
from kollega.scheduling.operations.storing import busy_times


@dataclass(frozen=True, slots=True)
class Held:
    """A time that is kept until `until`; all instants in UTC."""

    id: UUID
    clinician_id: UUID
    room_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    until: datetime


def hold_time(actor: Actor, wanted: Claim, *, until: datetime, replacing: UUID | None = None) -> Held:
    """Hold a clinician's time, and a room where one is wanted, until an instant; a former hold goes in the same step.

    Refuses as `claim` does: with SlotTaken and three alternatives, with NotFound for a clinician who has left.
    """
    claimed = claim(actor, wanted, replacing_hold=replacing)
    hold = Hold(
        id=new_id(),
        practice_id=actor.practice_id,
        clinician_id=wanted.clinician_id,
        room_id=claimed.room_id,
        **busy_times(wanted.time.starts_at, wanted.time.ends_at, wanted.buffer_before, wanted.buffer_after),
        until=until,
        made_at=actor.at,
    )
    hold.save(force_insert=True)
    return _held(hold)


def prolong(actor: Actor, hold_id: UUID, *, until: datetime) -> bool:
    """Let a running hold last until a later instant; False when it is over."""
    rows = Hold.objects.filter(practice_id=actor.practice_id, id=hold_id, until__gt=actor.at)
    return bool(rows.update(until=until))


def drop(actor: Actor, hold_id: UUID) -> None:
    """Give the time back; nothing happens when it was given back or booked before."""
    Hold.objects.filter(practice_id=actor.practice_id, id=hold_id).delete()


def drop_past(actor: Actor) -> int:
    """Delete the holds that are over and say how many; they keep nobody away, so this is only tidying."""
    return Hold.objects.filter(practice_id=actor.practice_id, until__lte=actor.at).delete()[0]


def running_hold(actor: Actor, hold_id: UUID) -> Held | None:
    """Return the hold while it lasts."""
    found = Hold.objects.filter(practice_id=actor.practice_id, id=hold_id, until__gt=actor.at).first()
    return _held(found) if found else None


def _held(row: Hold) -> Held:
    return Held(row.id, row.clinician_id, row.room_id, row.starts_at, row.ends_at, row.until)
