"""How long invitations and join links are good for: elapsed time on the business clock (I2, IN-1, I7)."""

from datetime import datetime, timedelta

LASTS = timedelta(days=30)
DAY = timedelta(days=1)
MOST_LINK_DAYS = 90
MOST_LINK_USES = 100


def expiry_of(sent_at: datetime) -> datetime:
    """Return the end of an invitation: 30 x 24 hours after it was sent."""
    return sent_at + LASTS


def is_over(expires_at: datetime, at: datetime) -> bool:
    return at >= expires_at


def days_left(expires_at: datetime, at: datetime) -> int:
    """Return how many days are left, the last one begun counting as one; 0 when none is."""
    return max(0, -((at - expires_at) // DAY))
