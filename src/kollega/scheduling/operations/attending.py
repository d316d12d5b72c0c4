"""How one of several clients stood: absent while the others came, or as the appointment after all (B3)."""

from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import BLOCKING, Change, Status
from kollega.scheduling.errors import NotChangeable, StatusNotAllowed
from kollega.scheduling.operations.reaching import locked
from kollega.scheduling.operations.storing import Stored, update
from kollega.scheduling.queries.parties import stored_party
from kollega.scheduling.rules.deeds import deed_of
from kollega.scheduling.rules.parties import ABSENT, with_status


@operation(requires=Permission.APPOINTMENT_CHANGE, by_grant=True)
def set_attendance_of(
    actor: Actor, *, appointment_id: UUID, client_id: UUID, status: Status | None, version: int | None = None
) -> Stored:
    """Say that one of several clients was absent (no-show, cancelled, cancelled late); None: as the appointment is.

    Refuses with StatusNotAllowed for another status, for a no-show before the start, and for the last one who comes:
    then the appointment itself is cancelled or a no-show. Else with NotChangeable, Changed, Forbidden, NotFound.
    """
    deed = deed_of(status or Status.BOOKED)
    appointment = locked(actor, appointment_id, version=version, statuses=frozenset(Status), by=deed)
    party = stored_party(appointment)
    if client_id not in {one.client_id for one in party}:
        raise NotFound
    if Status(appointment.status) not in BLOCKING:
        raise NotChangeable
    if status is not None and status not in ABSENT:
        raise StatusNotAllowed
    if status is Status.NO_SHOW and actor.at < appointment.starts_at:
        raise StatusNotAllowed
    changed = with_status(party, client_id, status)
    if changed is None:
        raise StatusNotAllowed
    return update(
        actor, appointment, {"party": changed}, change=Change.STATUS, action=Action.CHANGE, event="status_set"
    )
