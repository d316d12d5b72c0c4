"""How long an offer of ownership stands (T4)."""

from datetime import timedelta

VALID = timedelta(days=30)
