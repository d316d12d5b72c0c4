"""The words of feeds that are stored and sent; stable, in English."""

from enum import StrEnum


class Way(StrEnum):
    """How another program reads the calendar: by a secret address, or by sync with a password (CalDAV)."""

    ADDRESS = "address"
    SYNC = "sync"


class Shows(StrEnum):
    """What a feed says about who comes: nothing, the client's initials, or the whole name."""

    BUSY = "busy"
    INITIALS = "initials"
    NAMES = "names"
