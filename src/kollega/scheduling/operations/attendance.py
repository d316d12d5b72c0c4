"""Setting how an appointment stands: confirmed, arrived, completed, no-show (B3)."""

from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import BLOCKING, Change, Kind, Status
from kollega.scheduling.errors import StatusNotAllowed
from kollega.scheduling.operations.allowing import counted, place_of, require_when_new
from kollega.scheduling.operations.claiming import Claim, claim
from kollega.scheduling.operations.reaching import locked
from kollega.scheduling.operations.storing import Stored, update
from kollega.scheduling.queries.events import HIDDEN
from kollega.scheduling.rules.attendance import allowed
from kollega.scheduling.rules.deeds import deed_of
from kollega.scheduling.rules.overlap import Stretch


@operation(requires=Permission.APPOINTMENT_CHANGE, by_grant=True)
def set_status(actor: Actor, *, appointment_id: UUID, status: Status, version: int | None = None) -> Stored:
    """Set the status of a visit; which one may follow which says `rules.attendance`.

    A no-show that turns out to have come occupies again, so it may refuse with SlotTaken; a late cancellation that
    becomes a no-show counts again, so with PlanLimitReached; else with StatusNotAllowed, Changed, Forbidden, NotFound.
    """
    appointment = locked(actor, appointment_id, version=version, statuses=frozenset(Status), by=deed_of(status))
    current = Status(appointment.status)
    if appointment.kind == Kind.BLOCK or not allowed(
        current, status, starts_at=appointment.starts_at, now=actor.at, zone=actor.timezone
    ):
        raise StatusNotAllowed
    if status not in HIDDEN:
        place = place_of(actor, appointment.clinician_id, appointment.starts_at)
        require_when_new(actor, counted(actor, appointment), place)
    if appointment.blocking and status in BLOCKING and current not in BLOCKING:
        busy = Stretch(appointment.busy_from, appointment.busy_until)
        claim(
            actor, Claim(appointment.clinician_id, appointment.room_id, busy), ignoring=appointment.id, restoring=True
        )
    return update(
        actor, appointment, {"status": status}, change=Change.STATUS, action=Action.CHANGE, event="status_set"
    )
