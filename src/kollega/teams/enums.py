from enum import StrEnum


class InvitationEnd(StrEnum):
    """Why an invitation that was not accepted does not count any more."""

    REVOKED = "revoked"
    RESENT = "resent"
    CORRECTED = "corrected"
    RIGHT_LOST = "right_lost"
    EXPIRED = "expired"


class Answer(StrEnum):
    """What became of something that waited for somebody's word."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
