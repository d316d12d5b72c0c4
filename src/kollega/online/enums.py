"""The words of online booking that are stored and sent; stable, in English."""

from enum import StrEnum


class Takes(StrEnum):
    """Whom a clinician gives times to online."""

    EVERYONE = "everyone"
    EXISTING = "existing"


class AnswerKind(StrEnum):
    """What an intake question asks for."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    SCALE = "scale"


class ReferralState(StrEnum):
    """Where somebody stands who filled in the matching questionnaire."""

    PROPOSED = "proposed"
    PICKED = "picked"
    ACCEPTED = "accepted"


class WaitingState(StrEnum):
    """Where an entry of the waiting list stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    REMOVED = "removed"


class OfferState(StrEnum):
    """What became of a time that was offered to somebody on the waiting list."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


class PartOfDay(StrEnum):
    """In local time: until 12, from 12 until 17, from 17 on."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
