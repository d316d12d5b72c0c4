"""Undoing the last change of an appointment, exactly, for three minutes (B16)."""

from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import BLOCKING, Change, Kind, Status
from kollega.scheduling.errors import PartOfMany, UndoTooLate
from kollega.scheduling.models import Appointment, AppointmentChange
from kollega.scheduling.operations.allowing import Place, counted, place_of, require_when_new
from kollega.scheduling.operations.claiming import Claim, claim
from kollega.scheduling.operations.reaching import locked
from kollega.scheduling.operations.storing import Stored, decoded, update
from kollega.scheduling.queries.events import HIDDEN
from kollega.scheduling.rules.deeds import deed_of_change
from kollega.scheduling.rules.overlap import Stretch
from kollega.scheduling.rules.undo import undoable


@operation(requires=Permission.APPOINTMENT_CHANGE, by_grant=True)
def undo(actor: Actor, *, change_id: UUID) -> Stored:
    """Bring back what was before a change of one's own; a booking that is undone disappears from all views.

    Refuses with UndoTooLate after three minutes or when something changed since, SlotTaken when the old time is
    taken by now, PlanLimitReached when the old month is full by now, PartOfMany for one of many dates that were
    changed at once, NotFound for anybody else's change.
    """
    change = AppointmentChange.objects.filter(
        practice_id=actor.practice_id, id=change_id, by_id=actor.membership_id
    ).first()
    if change is None:
        raise NotFound
    if change.whole_id is not None:
        raise PartOfMany
    appointment = locked(
        actor, change.appointment_id, version=None, statuses=frozenset(Status), by=deed_of_change(change)
    )
    if not undoable(change.at, actor.at) or change.version != appointment.version or change.undone_at:
        raise UndoTooLate
    values = _values_before(actor, change)
    require_when_new(actor, counted(actor, appointment), _counts_again(actor, appointment, values))
    _claim_again(actor, appointment, values)
    AppointmentChange.objects.filter(practice_id=actor.practice_id, id=change_id).update(undone_at=actor.at)
    return update(actor, appointment, values, change=Change.UNDONE, action=Action.CHANGE, event="undone")


def _values_before(actor: Actor, change: AppointmentChange) -> dict[str, Any]:
    if change.change == Change.BOOKED:
        return {"withdrawn_at": actor.at, "status": Status.CANCELLED}
    return {name: decoded(name, value) for name, value in change.before.items()}


def _claim_again(actor: Actor, appointment: Appointment, values: dict[str, Any]) -> None:
    after = {name: values.get(name, getattr(appointment, name)) for name in _CLAIMED}
    if after["blocking"] and after["status"] in BLOCKING:
        busy = Stretch(after["busy_from"], after["busy_until"])
        claim(actor, Claim(after["clinician_id"], after["room_id"], busy), ignoring=appointment.id, restoring=True)


def _counts_again(actor: Actor, appointment: Appointment, values: dict[str, Any]) -> Place | None:
    """Return where the appointment counts once it is as it was."""
    after = {name: values.get(name, getattr(appointment, name)) for name in ("status", "withdrawn_at")}
    if appointment.kind != Kind.VISIT or after["withdrawn_at"] or Status(after["status"]) in HIDDEN:
        return None
    clinician_id = values.get("clinician_id", appointment.clinician_id)
    return place_of(actor, clinician_id, values.get("starts_at", appointment.starts_at))


_CLAIMED = ("status", "clinician_id", "room_id", "busy_from", "busy_until", "blocking")
