"""The words and glyphs of statuses and places."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.scheduling.enums import Change, Mode, Place, Status

STATUS_WORDS: Mapping[Status, Promise | str] = {
    Status.REQUESTED: _("Requested"),
    Status.BOOKED: _("Booked"),
    Status.CONFIRMED: _("Confirmed"),
    Status.ARRIVED: _("Arrived"),
    Status.COMPLETED: _("Attended"),
    Status.NO_SHOW: _("No-show"),
    Status.LATE_CANCELLED: _("Cancelled late"),
    Status.CANCELLED: _("Cancelled"),
}
PLACE_WORDS: Mapping[Place, Promise | str] = {Place.IN_PERSON: _("In person"), Place.VIDEO: _("Video")}
MODE_WORDS: Mapping[Mode, Promise | str] = {
    Mode.IN_PERSON: _("In person"),
    Mode.VIDEO: _("Video"),
    Mode.BOTH: _("In person or video"),
}
CHANGE_WORDS: Mapping[Change, Promise | str] = {
    Change.BOOKED: _("Booked"),
    Change.MOVED: _("Moved"),
    Change.RESIZED: _("Length changed"),
    Change.EDITED: _("Edited"),
    Change.STATUS: _("Attendance"),
    Change.CANCELLED: _("Cancelled"),
    Change.UNDONE: _("Undone"),
    Change.DELETED: _("Deleted"),
    Change.EXTENDED: _("More dates"),
}
SIGNS: Mapping[str, Promise | str] = {
    "ask": _("Requested"),
    "tick": _("Confirmed"),
    "door": _("Arrived"),
    "attended": _("Attended"),
    "noshow": _("No-show"),
    "cancelled": _("Cancelled"),
    "open": _("Not registered"),
    "note": _("No note yet"),
    "lock": _("Note signed"),
    "changed": _("Length changed"),
}
"""The legend: what the signs on a card mean."""
ATTENDANCE = {
    Status.COMPLETED: "attended",
    Status.NO_SHOW: "no_show",
    Status.CANCELLED: "cancelled",
    Status.LATE_CANCELLED: "cancelled",
}


def status_word(status: Status) -> str:
    return str(STATUS_WORDS[status])


def attendance_of(status: Status) -> str:
    """The attendance (B3) that a status shows: attended, cancelled, no_show or not_registered."""
    return ATTENDANCE.get(status, "not_registered")
