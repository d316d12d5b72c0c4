"""The code in an affiliate link (T13). It is no secret: it is made to be shared, and typed when need be."""

import secrets

# Without letters and digits that are mistaken for each other.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 10


def new_code() -> str:
    """Return a new random code of ten letters and digits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def code_in(text: str) -> str:
    """Return the code that a text is, or empty text when it has not the form of one."""
    plain = text.strip().lower()
    return plain if len(plain) == LENGTH and set(plain) <= set(LETTERS) else ""
