"""The words of messages to clients that are stored and sent; stable, in English."""

from enum import StrEnum


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"


class NoticeKind(StrEnum):
    """What a message says about an appointment."""

    INVITATION = "invitation"
    UPDATE = "update"
    CANCELLATION = "cancellation"
    REMINDER = "reminder"


class NoticeState(StrEnum):
    """Where a message stands. `sent` means handed on; whether it was taken says the mail or text message itself."""

    WAITING = "waiting"
    SENT = "sent"
    WITHHELD = "withheld"
    DROPPED = "dropped"
    UNSENT = "unsent"


class Why(StrEnum):
    """Why a message was not sent although it was due."""

    NO_ADDRESS = "no_address"
    OPTED_OUT = "opted_out"
    TOO_LATE = "too_late"
    NO_ACCOUNT = "no_account"


class Wanted(StrEnum):
    """By which way a client wants to be told; `automatic` is e-mail where there is an address, else SMS."""

    AUTOMATIC = "automatic"
    EMAIL = "email"
    SMS = "sms"
    BOTH = "both"
    NONE = "none"
