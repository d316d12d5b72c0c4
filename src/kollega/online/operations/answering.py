"""Answering a visit that was asked for (BK-2)."""

from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.notices.errors import NothingToTell
from kollega.notices.operations.inviting import invite
from kollega.platform.operations import operation
from kollega.platform.outbox import emit
from kollega.scheduling.enums import Status
from kollega.scheduling.errors import StatusNotAllowed
from kollega.scheduling.operations.attendance import set_status
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.reaching import locked


@operation(requires=Permission.APPOINTMENT_CHANGE)
def accept_request(actor: Actor, *, appointment_id: UUID) -> None:
    """Make the request a booking and tell its client. Refuses with StatusNotAllowed, Forbidden, NotFound."""
    _require_requested(actor, appointment_id)
    set_status(actor, appointment_id=appointment_id, status=Status.BOOKED)
    try:
        invite(actor, appointment_id=appointment_id)
    except NothingToTell:
        # Answered after its start: the client knows by now.
        return


@operation(requires=Permission.APPOINTMENT_CHANGE)
def decline_request(actor: Actor, *, appointment_id: UUID, reason: str = "") -> None:
    """Give the time back and tell the client. The reason stays in the practice.

    Refuses with StatusNotAllowed, BadInput, Forbidden, NotFound.
    """
    _require_requested(actor, appointment_id)
    cancel(actor, appointment_id=appointment_id, reason=reason)
    emit("online.declined", practice_id=actor.practice_id, appointment_id=str(appointment_id))


def _require_requested(actor: Actor, appointment_id: UUID) -> None:
    row = locked(actor, appointment_id, version=None, statuses=frozenset(Status))
    if row.status != Status.REQUESTED:
        raise StatusNotAllowed
