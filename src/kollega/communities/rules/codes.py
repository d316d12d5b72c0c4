"""The form of a joining code: 100 random bits that can be read out on the telephone."""

import secrets
from datetime import timedelta

VALID_FOR = timedelta(days=14)
# Without the letters and digits that look alike.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUPS, LENGTH = 5, 4


def new_code() -> str:
    """Return a code like K7Q2-9MXA-44TB-ZRWC-H8LE."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS))


def normalised(typed: str) -> str:
    """Return a code as it is hashed: capitals, without blanks and strokes."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())
