"""Where a visit may take place and how long it may be, by its service."""

from kollega.kernel.errors import N_, BadInput
from kollega.scheduling.enums import Mode, Place

SHORTEST, LONGEST = 5, 720


def place_in(mode: Mode, place: Place | None) -> Place:
    """Return the place, or the usual one of the mode. BadInput when the service is not given there."""
    if place is None:
        return Place.VIDEO if mode is Mode.VIDEO else Place.IN_PERSON
    if mode is not Mode.BOTH and mode.value != place.value:
        raise BadInput(fields={"place": N_("The service is not offered this way.")})
    return place


def length_in(minutes: int | None, usual: int) -> int:
    """Return the minutes, or the usual ones (0 for none). BadInput unless that is from 5 minutes to 12 hours."""
    length = minutes if minutes is not None else usual
    if not SHORTEST <= length <= LONGEST:
        raise BadInput(fields={"minutes": N_("Enter a length between 5 minutes and 12 hours.")})
    return length
