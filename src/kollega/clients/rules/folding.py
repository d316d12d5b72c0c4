"""How names, numbers and dates are written so that they compare: small letters, no accents, digits only."""

import re
import unicodedata

_LETTERS = {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
_SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_PLAIN = str.maketrans(_LETTERS)
_SPELLED = str.maketrans(_SPELLED_OUT)
_WORD = re.compile(r"[^\W_]+")

CALLING_CODES = {
    "SE": "46",
    "NO": "47",
    "DK": "45",
    "FI": "358",
    "IS": "354",
    "DE": "49",
    "AT": "43",
    "CH": "41",
    "FR": "33",
    "BE": "32",
    "LU": "352",
    "NL": "31",
    "GB": "44",
}


def fold(text: str) -> str:
    """Return the text in small letters without accents: `Åsa Müller` becomes `asa muller`."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_PLAIN)
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def spellings(word: str) -> set[str]:
    """Return how one word may be written without its special letters: `Müller` is `muller` and `mueller`."""
    small = unicodedata.normalize("NFC", word).lower()
    return {fold(small), fold(small.translate(_SPELLED))}


def words(text: str) -> list[str]:
    """Split at everything that is no letter or digit; accents stay."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def name_words(*names: str) -> set[str]:
    """Return every folded word of the names, in all its spellings, and hyphened ones also as one word."""
    found: set[str] = set()
    for name in names:
        for word in words(name):
            found |= spellings(word)
        for joined in name.split():
            if "-" in joined or "'" in joined or "’" in joined:
                found |= spellings("".join(words(joined)))
    return {word for word in found if word}


def same_name(given: str, family: str) -> str:
    """Return the full name in the one form in which two of them are compared."""
    return " ".join(sorted(word for name in (given, family) for word in map(fold, words(name))))


def digits_of(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c in "0123456789")


def phone_number(text: str, country: str) -> str:
    """Return the number with its country's calling code, digits only; a national one is of `country`."""
    without_trunk = text.replace("(0)", "")
    digits = digits_of(without_trunk)
    if without_trunk.lstrip().startswith("+"):
        return digits
    if digits.startswith("00"):
        return digits[2:]
    code = CALLING_CODES.get(country, "")
    if digits.startswith("0"):
        return code + digits[1:]
    return code + digits if digits else ""


def email_address(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()
