"""Who is offered to pay for a member (P8, P9)."""

from enum import StrEnum


class Offer(StrEnum):
    """`after_trial` is the end of the person's trial where they have one, else at once."""

    THEMSELVES = "themselves"
    NOW = "now"
    AFTER_TRIAL = "after_trial"
