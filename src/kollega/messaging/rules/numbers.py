"""A client's phone number as an SMS service takes it: `+`, country code, number (E.164)."""

import re

from kollega.clients.rules.folding import CALLING_CODES, phone_number

_E164 = re.compile(r"[1-9][0-9]{7,14}")


def full_number(text: str, country: str) -> str:
    """Return `+46701234567`; a national number is one of `country`. Empty where it can be no number of a phone."""
    whole = text.lstrip().startswith(("+", "00"))
    if not whole and country not in CALLING_CODES:
        return ""
    digits = phone_number(text, country)
    return f"+{digits}" if _E164.fullmatch(digits) else ""
