"""What becomes of the coming appointments of somebody who leaves. Undecorated parts of operations.

The operation around them answers for the right: the person themselves, or an administrator who removes them.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from kollega.kernel.actor import Actor
from kollega.kernel.errors import Conflict, NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action
from kollega.practices.operations.governing import hold_clinician
from kollega.scheduling.enums import Change, Kind, Status
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.booking import short
from kollega.scheduling.operations.claiming import lock
from kollega.scheduling.operations.rearranging import Wanted, rearrange
from kollega.scheduling.operations.storing import update
from kollega.scheduling.queries.coming import coming
from kollega.scheduling.rules.overlap import Stretch


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A visit that could not be handed over; `why` is the code of the refusal."""

    appointment_id: UUID
    why: str


@dataclass(frozen=True, slots=True)
class PassedOn:
    """How many visits went to the colleague, and those that did not fit and stay."""

    moved: int
    left: list[LeftBehind]


def pass_on_visits(actor: Actor, *, from_id: UUID, to_id: UUID) -> PassedOn:
    """Give every coming visit to a colleague at its time and in its room; what does not fit there stays.

    Refuses with NotFound when the colleague is no clinician of the practice.
    """
    if not hold_clinician(actor, to_id):
        raise NotFound
    visits = _locked_visits(actor, from_id)
    if visits:
        rooms = {visit.room_id for visit in visits if visit.room_id}
        lock([to_id], rooms, *(Stretch(visit.busy_from, visit.busy_until) for visit in visits))
    helper = replace(actor, permissions=actor.permissions | {Permission.APPOINTMENT_BOOK_ANY})
    moved, left = 0, []
    for visit in visits:
        try:
            with transaction.atomic():
                _give(helper, visit, to_id)
            moved += 1
        except Conflict as refusal:
            left.append(LeftBehind(visit.id, refusal.code))
    return PassedOn(moved, left)


def cancel_visits(actor: Actor, *, clinician_id: UUID, reason: str = "") -> int:
    """Cancel every coming visit with a reason of at most 200 characters, and return how many. Refuses with BadInput."""
    text = short(reason, "reason")
    visits = _locked_visits(actor, clinician_id)
    for visit in visits:
        _cancel(actor, visit, text)
    return len(visits)


def hold_coming(actor: Actor, *, clinician_id: UUID) -> None:
    """Hold the clinician's coming appointments until the transaction ends; before the clinician themselves is held."""
    list(coming(actor, clinician_id).select_for_update(no_key=True).order_by("id").values_list("id"))


def free_blocks(actor: Actor, *, clinician_id: UUID) -> None:
    """Free the time and the rooms that private blocks of the clinician would still take; they stay in the history."""
    for block in _locked(actor, clinician_id, Kind.BLOCK):
        _cancel(actor, block, "")


def _give(actor: Actor, visit: Appointment, to_id: UUID) -> None:
    rearrange(actor, visit, Wanted(clinician_id=to_id), change=Change.MOVED, action=Action.MOVE, event="moved")


def _cancel(actor: Actor, appointment: Appointment, reason: str) -> None:
    values = {"status": Status.CANCELLED, "cancel_reason": reason}
    update(actor, appointment, values, change=Change.CANCELLED, action=Action.CANCEL, event="cancelled")


def _locked_visits(actor: Actor, clinician_id: UUID) -> list[Appointment]:
    return _locked(actor, clinician_id, Kind.VISIT)


def _locked(actor: Actor, clinician_id: UUID, kind: Kind) -> list[Appointment]:
    """Rows before days, as every other change of an appointment locks them."""
    found = coming(actor, clinician_id).filter(kind=kind).select_for_update(no_key=True)
    return list(found.order_by("id"))
