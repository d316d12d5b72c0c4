"""How e-mail addresses are compared: one normal form, everywhere."""

import re
import unicodedata

LONGEST = 254
_PART = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_ADDRESS = re.compile(rf"{_PART}(?:\.{_PART})*@(?:{_LABEL}\.)+{_LABEL}")


def normalised(address: str) -> str:
    """Return the address in NFKC, without surrounding blanks, case folded."""
    return unicodedata.normalize("NFKC", address.strip()).casefold()


def looks_alike_risk(address: str) -> bool:
    """Tell whether an address as typed holds letters that imitate others: anything outside ASCII.

    Asked before normalising, which turns some of them (full-width letters, the Kelvin sign, ß) into ASCII.
    """
    return not address.strip().isascii()


def is_address(address: str) -> bool:
    """Tell whether a normalised address can stand in a mail: ASCII, one @, a domain of at least two labels."""
    return len(address) <= LONGEST and _ADDRESS.fullmatch(address) is not None
