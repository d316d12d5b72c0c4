"""A client moves or cancels a visit by the secret of its link, within the practice's limit (B11, BK-9)."""

from datetime import datetime

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Conflict
from kollega.kernel.permissions import Permission
from kollega.online.acting import as_practice
from kollega.online.errors import TimeChosenGone, TooLateToChange
from kollega.online.queries.times import asked_of, bookable_at, nearest_bookable
from kollega.online.queries.visits import Found, changeable_by_client, found_visit, moving_choice
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.scheduling.enums import AUTO, KEEP, Place, Status
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.moving import move


@operation(requires=Permission.BOOKING_ONLINE)
def cancel_own(actor: Actor, *, secret: str) -> None:
    """Cancel; a visit that is cancelled already stays so. Refuses with TooLateToChange, NotFound."""
    found = found_visit(actor, secret)
    if found.appointment.status != Status.CANCELLED:
        _require_in_time(actor, found)
        cancel(as_practice(actor), appointment_id=found.appointment.id)
    _tell(actor, found, Action.CANCEL, "online.cancelled")


@operation(requires=Permission.BOOKING_ONLINE)
def move_own(actor: Actor, *, secret: str, starts_at: datetime) -> None:
    """Move to another time that is offered, with the same clinician and length.

    The same time again changes nothing. Refuses with TooLateToChange, TimeChosenGone (alternatives), NotFound.
    """
    found = found_visit(actor, secret)
    row = found.appointment
    if starts_at != row.starts_at:
        _require_in_time(actor, found)
        page, choice = moving_choice(actor, row)
        asked = asked_of(actor, page, choice, ignoring=row.id)
        if not bookable_at(actor, asked, starts_at):
            raise TimeChosenGone(alternatives=nearest_bookable(actor, asked, starts_at))
        try:
            room = AUTO if Place(row.place) is Place.IN_PERSON else KEEP
            move(as_practice(actor), appointment_id=row.id, starts_at=starts_at, room_id=room)
        except Conflict as refusal:
            raise TimeChosenGone(alternatives=nearest_bookable(actor, asked, starts_at)) from refusal
    _tell(actor, found, Action.MOVE, "online.moved")


def _require_in_time(actor: Actor, found: Found) -> None:
    if not changeable_by_client(actor, found):
        raise TooLateToChange


def _tell(actor: Actor, found: Found, action: Action, event: str) -> None:
    record(actor, action, "own_visit", found.appointment.id, client_id=found.client_id)
    emit(event, practice_id=actor.practice_id, appointment_id=str(found.appointment.id))
