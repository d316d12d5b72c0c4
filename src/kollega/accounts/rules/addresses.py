"""How e-mail addresses are compared: one normal form, everywhere."""

import unicodedata


def normalised(address: str) -> str:
    """Return the address in NFKC, without surrounding blanks, case folded."""
    return unicodedata.normalize("NFKC", address.strip()).casefold()


def looks_alike_risk(address: str) -> bool:
    """Tell whether an address holds letters that imitate others: anything outside ASCII."""
    return not normalised(address).isascii()
