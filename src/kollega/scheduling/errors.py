from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.kernel.errors import N_, BadInput, Conflict
from kollega.platform.operations import refuse_on


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time that can be booked: instants in UTC; `room_id` is None when no room is needed."""

    starts_at: datetime
    ends_at: datetime
    clinician_id: UUID
    room_id: UUID | None


class SlotTaken(Conflict):
    """Clinician or room is occupied (B2). `alternatives` holds up to three free times; never whose the time is."""

    code = "slot_taken"
    message = N_("This time is no longer free.")

    def __init__(self, *, alternatives: tuple[FreeSlot, ...] = (), resource: str = "", **details: Any) -> None:
        self.alternatives = alternatives
        self.resource = resource
        listed = [
            {
                "starts_at": slot.starts_at.isoformat(),
                "ends_at": slot.ends_at.isoformat(),
                "clinician_id": str(slot.clinician_id),
                "room_id": str(slot.room_id) if slot.room_id else None,
            }
            for slot in alternatives
        ]
        super().__init__(resource=resource, alternatives=listed, **details)


class QuietHours(SlotTaken):
    """House rule of a shared room (B6): nobody books its quiet hours."""

    code = "quiet_hours"
    message = N_("The practices that share this room keep quiet hours then.")


class FairShareUsed(SlotTaken):
    """House rule of a shared room (B6): the practice would take more minutes of the month than its share."""

    code = "fair_share_used"
    message = N_("Your practice's share of this room for the month is used up.")


class RoomRests(SlotTaken):
    """The practice shares more rooms than its plan has (B7): the last mapped ones take no new bookings."""

    code = "shared_room_rests"
    message = N_("Your plan shares fewer rooms than you have mapped: this one takes no new bookings.")


class RoomBeingLeft(SlotTaken):
    """The practice has asked to leave the community; until that is answered its times there stay as they are."""

    code = "shared_room_being_left"
    message = N_("Your practice is leaving the community of this room: it takes no new bookings.")


class RoomTimesClash(Conflict):
    """Coming appointments stand in the way of mapping a room (B6).

    `own` are the practice's own times as (start, end), `occupied` the others' that they meet; never whose.
    """

    code = "room_times_clash"
    message = N_("Appointments in this room overlap with times that are already occupied. Move them first.")

    def __init__(
        self,
        *,
        own: tuple[tuple[datetime, datetime], ...] = (),
        occupied: tuple[tuple[datetime, datetime], ...] = (),
        **details: Any,
    ) -> None:
        self.own, self.occupied = own, occupied
        super().__init__(own=_listed(own), occupied=_listed(occupied), **details)


class ComingTimes(Conflict):
    """Coming times in the shared room must be moved, or their staying agreed, before the practice leaves (B6)."""

    code = "shared_room_still_booked"
    message = N_("There are coming appointments in the shared room. Move them, or ask that they stay.")

    def __init__(self, *, own: tuple[tuple[datetime, datetime], ...] = (), **details: Any) -> None:
        self.own = own
        super().__init__(own=_listed(own), **details)


class RoomMapped(Conflict):
    code = "room_mapped_already"
    message = N_("This room is mapped already: one room of yours stands for one shared room.")


class StillShared(Conflict):
    """A room that is shared is not archived."""

    code = "still_shared"
    message = N_("This room is shared with other practices. Stop sharing it first.")


def _listed(times: tuple[tuple[datetime, datetime], ...]) -> list[dict[str, str]]:
    return [{"starts_at": starts.isoformat(), "ends_at": ends.isoformat()} for starts, ends in times]


class OutsideWorkingHours(Conflict):
    """The clinician does not work then; the booking goes through when a reason is given."""

    code = "outside_working_hours"
    message = N_("This is outside the working hours. Give a reason to book it anyway.")


class LocalTimeMissing(BadInput):
    """The clock jumps over this local time (B17)."""

    code = "local_time_missing"
    message = N_("%(time)s does not exist on %(date)s: the clock is put forward that night. Choose another time.")


class StatusNotAllowed(Conflict):
    """The appointment's status does not lead to the wanted one, or it is too early for it."""

    code = "status_not_allowed"
    message = N_("The appointment cannot be given this status now.")


class NotChangeable(Conflict):
    """A cancelled appointment, or one that was not attended, is not moved or edited."""

    code = "appointment_not_changeable"
    message = N_("This appointment was cancelled or not attended and can no longer be changed.")


class UndoTooLate(Conflict):
    code = "undo_too_late"
    message = N_("This can no longer be undone: more than three minutes have passed, or something changed since.")


class TooManyClients(Conflict):
    """More clients than the service's group takes, or than share an appointment that is no group."""

    code = "too_many_clients"
    message = N_("Such an appointment takes at most %(most)s clients.")


class SubmitKeyReused(Conflict):
    """The same key came before with other content (BK-12)."""

    code = "submit_key_reused"
    message = N_("This was already sent with other details. Open the form again.")


class DatesTaken(Conflict):
    """Some of the dates are no longer as they were shown; nothing was stored (BK-3). `dates` is the fresh list."""

    code = "dates_taken"
    message = N_("Some of these dates are no longer free. Nothing was saved. Look at the list again.")

    def __init__(self, *, dates: Sequence[Any] = (), **details: Any) -> None:
        self.dates = dates
        super().__init__(dates=list(dates), **details)


class PartOfMany(Conflict):
    """This was changed together with other dates."""

    code = "part_of_many"
    message = N_("This was changed together with other dates, and is undone together with them.")


class NotRepeating(Conflict):
    """The appointment is not one of a recurrence, or there are no dates left that may be changed."""

    code = "not_repeating"
    message = N_("There are no repeated dates here that can be changed.")


class CodeTaken(Conflict):
    code = "service_code_taken"
    message = N_("Another service already has this code. Choose another one.")


class RoomNameTaken(Conflict):
    code = "room_name_taken"
    message = N_("Another room already has this name. Choose another one.")


class StillBooked(Conflict):
    """Coming appointments stand in the way of archiving a room."""

    code = "still_booked"
    message = N_("There are still coming appointments here. Move them first.")


class FileNotReadable(BadInput):
    """The calendar file cannot be read, or is larger than the bounds."""

    code = "calendar_file_not_readable"
    message = N_("This file is not a calendar that can be read, or it is too large.")


refuse_on("scheduling_no_overlap", SlotTaken)
refuse_on("scheduling_one_submit", SubmitKeyReused)
refuse_on("scheduling_one_recurrence_submit", SubmitKeyReused)
refuse_on("scheduling_service_code_once", CodeTaken)
refuse_on("scheduling_room_name_once", RoomNameTaken)
refuse_on("scheduling_room_shared_once", RoomMapped)
