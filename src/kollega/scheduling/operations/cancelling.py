"""Cancelling an appointment; it stays in the history and no longer occupies anything (B3)."""

from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import BLOCKING, Change, Status
from kollega.scheduling.operations.booking import short
from kollega.scheduling.operations.reaching import locked
from kollega.scheduling.operations.storing import Stored, update


@operation(requires=Permission.APPOINTMENT_CHANGE, by_grant=True)
def cancel(
    actor: Actor, *, appointment_id: UUID, reason: str = "", late: bool = False, version: int | None = None
) -> Stored:
    """Cancel, or cancel late (the client came too late with it), with a reason of at most 200 characters.

    Refuses with NotChangeable when it is cancelled already, Changed, Forbidden, NotFound, BadInput.
    """
    appointment = locked(actor, appointment_id, version=version, statuses=BLOCKING | {Status.NO_SHOW}, by=Deed.CANCEL)
    values = {
        "status": Status.LATE_CANCELLED if late else Status.CANCELLED,
        "cancel_reason": short(reason, "reason"),
    }
    return update(actor, appointment, values, change=Change.CANCELLED, action=Action.CANCEL, event="cancelled")
