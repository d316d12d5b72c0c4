"""What each change of an appointment is called in a grant (B8)."""

from typing import Protocol

from kollega.kernel.grants import Deed
from kollega.scheduling.enums import Change, Status


class Changed(Protocol):
    """A row of an appointment's history."""

    change: str
    after: dict[str, object]


def deed_of(status: Status) -> Deed:
    """Who books says that the client has come; that somebody did not come, or will not, is who cancels to say."""
    return Deed.CANCEL if status in _GONE else Deed.BOOK


def deed_of_change(change: Changed) -> Deed:
    """Return what a grant must allow to have made a change, and so to take it back."""
    if change.change == Change.STATUS:
        return deed_of(Status(str(change.after.get("status", Status.BOOKED))))
    return _DEEDS.get(Change(change.change), Deed.MOVE)


_GONE = frozenset({Status.NO_SHOW, Status.CANCELLED, Status.LATE_CANCELLED})
_DEEDS = {
    Change.BOOKED: Deed.BOOK,
    Change.MOVED: Deed.MOVE,
    Change.RESIZED: Deed.MOVE,
    Change.EDITED: Deed.MOVE,
    Change.CANCELLED: Deed.CANCEL,
}
