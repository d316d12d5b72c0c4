"""The word that stands for a practice in addresses."""

import re
import unicodedata

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "a", "æ": "ae", "ø": "o", "ß": "ss", "œ": "oe"})
LONGEST = 50


def slug_of(name: str) -> str:
    """Return small ASCII letters, digits and hyphens made from a practice's name; never empty."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or "practice"
