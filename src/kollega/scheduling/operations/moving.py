"""Moving an appointment to another time, clinician or room, and changing its length (B2, B16, BK-11)."""

from datetime import datetime
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import KEEP, Change, Keep, RoomChoice
from kollega.scheduling.operations.reaching import locked
from kollega.scheduling.operations.rearranging import Rearranged, Wanted, rearrange


@operation(requires=Permission.APPOINTMENT_CHANGE, by_grant=True)
def move(
    actor: Actor,
    *,
    appointment_id: UUID,
    starts_at: datetime,
    clinician_id: UUID | Keep = KEEP,
    room_id: UUID | RoomChoice | Keep | None = KEEP,
    outside_hours_reason: str = "",
    version: int | None = None,
) -> Rearranged:
    """Move to a start (aware: an instant; naive: local time, B17), keeping the length; a confirmation is lost with it.

    Refuses with SlotTaken (three alternatives), OutsideWorkingHours, LocalTimeMissing, NotChangeable, Changed when
    `version` is not the newest, Forbidden, NotFound.
    """
    appointment = locked(actor, appointment_id, version=version, by=Deed.MOVE)
    wanted = Wanted(
        starts_at=starts_at, clinician_id=clinician_id, room_id=room_id, outside_hours_reason=outside_hours_reason
    )
    return rearrange(actor, appointment, wanted, change=Change.MOVED, action=Action.MOVE, event="moved")


@operation(requires=Permission.APPOINTMENT_CHANGE, by_grant=True)
def resize(
    actor: Actor,
    *,
    appointment_id: UUID,
    minutes: int,
    starts_at: datetime | Keep = KEEP,
    outside_hours_reason: str = "",
    version: int | None = None,
) -> Rearranged:
    """Give another length in minutes (and another start, when the upper edge was dragged). Refuses as `move` does."""
    appointment = locked(actor, appointment_id, version=version, by=Deed.MOVE)
    wanted = Wanted(starts_at=starts_at, minutes=minutes, outside_hours_reason=outside_hours_reason)
    return rearrange(actor, appointment, wanted, change=Change.RESIZED, action=Action.MOVE, event="moved")
