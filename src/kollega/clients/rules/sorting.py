"""The order of names as people of a language expect it, as bytes that a database compares.

The Unicode default order is right for German (dictionary order), French and English; Swedish and Norwegian put
their last letters behind z (CLDR, sv and nb).
"""

from functools import cache
from unicodedata import normalize

from pyuca import Collator

LONGEST = 1200

# Primary weights between z and the next letter that names have; there they belong to phonetic signs.
_FREE_BEHIND_Z = (0x1F25, 0x1F2B, 0x1F30)

# Each entry is one letter of the alphabet behind z, with its spellings.
_BEHIND_Z = {
    "sv": (("å",), ("ä", "æ"), ("ö", "ø", "ő")),
    "nb": (("æ", "ä"), ("ø", "ö", "ő"), ("å", "aa")),
}
_LIKE_Y = {"sv": ("ü",), "nb": ("ü",)}


def sort_key(family: str, given: str, language: str) -> bytes:
    """Return the bytes by which the name is sorted: family name first, then given name."""
    weights = _collator(language).sort_key(f"{family}  {given}".strip())
    return b"".join(weight.to_bytes(2, "big") for weight in weights)[:LONGEST]


@cache
def _collator(language: str) -> Collator:
    collator = Collator()
    primary_of_y = collator.collation_elements("y")[0][0]
    for primary, letters in zip(_FREE_BEHIND_Z, _BEHIND_Z.get(language, ()), strict=False):
        for variant, letter in enumerate(letters):
            _teach(collator, letter, primary, secondary=0x20 + variant)
    for letter in _LIKE_Y.get(language, ()):
        _teach(collator, letter, primary_of_y, secondary=0x30)
    return collator


def _teach(collator: Collator, letter: str, primary: int, *, secondary: int) -> None:
    for tertiary, spelling in ((2, letter), (8, letter.capitalize()), (9, letter.upper())):
        collator.table.add([ord(c) for c in normalize("NFD", spelling)], [[primary, secondary, tertiary]])
