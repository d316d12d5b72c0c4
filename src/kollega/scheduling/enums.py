"""The words of the calendar that are stored and sent; stable, in English."""

from enum import Enum, StrEnum


class Kind(StrEnum):
    VISIT = "visit"
    BLOCK = "block"


class Status(StrEnum):
    """Where an appointment stands (B3), in the order in which a visit usually passes through."""

    REQUESTED = "requested"
    BOOKED = "booked"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    LATE_CANCELLED = "late_cancelled"
    CANCELLED = "cancelled"


BLOCKING = frozenset({Status.REQUESTED, Status.BOOKED, Status.CONFIRMED, Status.ARRIVED, Status.COMPLETED})
"""The statuses that occupy clinician and room (B2)."""


class Place(StrEnum):
    IN_PERSON = "in_person"
    VIDEO = "video"


class Mode(StrEnum):
    """Where a service can be given."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    BOTH = "both"


class Rhythm(StrEnum):
    """In which weeks a weekly window holds: in all, in odd or even ones by ISO 8601, or in every second from a date."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"
    SECOND = "second"


class Change(StrEnum):
    """What a row of an appointment's history says happened."""

    BOOKED = "booked"
    MOVED = "moved"
    RESIZED = "resized"
    EDITED = "edited"
    STATUS = "status"
    CANCELLED = "cancelled"
    UNDONE = "undone"
    DELETED = "deleted"
    EXTENDED = "extended"


class RoomChoice(Enum):
    """Given in place of a room: pick the clinician's usual room, or another one that is free."""

    AUTO = "auto"


class Keep(Enum):
    """Given in place of a value that stays as it is."""

    KEEP = "keep"


AUTO = RoomChoice.AUTO
KEEP = Keep.KEEP


class Outcome(StrEnum):
    """What becomes of one event of an imported calendar. The last ones are not stored."""

    NEW = "new"
    OVERLAP = "overlap"
    FREE = "free"
    KNOWN = "known"
    OVER_LIMIT = "over_limit"
    CANCELLED = "cancelled"
    MISSING_TIME = "missing_time"
    TOO_LONG = "too_long"
    TOO_OFTEN = "too_often"
    UNREADABLE = "unreadable"


STORED_OUTCOMES = frozenset({Outcome.NEW, Outcome.OVERLAP, Outcome.FREE})


class ImportState(StrEnum):
    """Where an import stands: the file is read by a job, shown, started by the person, and can be undone."""

    READING = "reading"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"
