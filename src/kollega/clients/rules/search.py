"""Which words a client is found by, and which ranges of words a typed text asks for."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kollega.clients.rules.birth_dates import read_birth_date
from kollega.clients.rules.folding import (
    CALLING_CODES,
    digits_of,
    email_address,
    fold,
    name_words,
    phone_number,
    spellings,
    words,
)

LONGEST_WORD = 260
MOST_TERMS = 6
_NUMBER = re.compile(r"(?<![^\W\d_])[+(]?\d[\d\s().\-/+]*\d(?![^\W\d_])|(?<!\w)\d+(?!\w)")

Range = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Findable:
    """What of a client is searched."""

    given_name: str
    family_name: str
    born_on: date | None
    email: str
    phone: str


def keys_of(client: Findable, country: str) -> set[str]:
    """Return the client's search words; `country` is the practice's, for national phone numbers."""
    found = {f"n:{word}" for word in name_words(client.given_name, client.family_name)}
    if client.email:
        found.add(f"e:{email_address(client.email)}")
    if client.phone:
        found.add(f"p:{phone_number(client.phone, country)}")
    if client.born_on:
        found.add(f"b:{client.born_on:%Y%m%d}")
    return {key[:LONGEST_WORD] for key in found}


def terms_of(text: str, *, country: str, today: date, by_birth_date: bool = True) -> list[list[Range]]:
    """Return one list of ranges for each thing the text asks for; a client must match one range of every list.

    Without `by_birth_date` nobody is found by it: what is not shown could else be guessed.
    """
    terms: list[list[Range]] = []
    rest = text
    if "@" not in text:
        for match in _NUMBER.finditer(text):
            ranges = _number_ranges(match[0], country, today)
            terms.append([each for each in ranges if by_birth_date or not each[0].startswith("b:")])
        rest = _NUMBER.sub(" ", text)
    for piece in rest.split():
        terms += _piece_ranges(piece)
    return terms[:MOST_TERMS]


def _piece_ranges(piece: str) -> list[list[Range]]:
    if "@" in piece:
        return [[starting(f"e:{email_address(piece)}")]]
    return [
        [starting(f"n:{spelling}") for spelling in sorted(spellings(word))] + [starting(f"e:{fold(word)}")]
        for word in words(piece)
    ]


def _number_ranges(text: str, country: str, today: date) -> list[Range]:
    digits = digits_of(text)
    starts = {f"p:{digits}", f"p:{phone_number(text, country)}", f"p:{CALLING_CODES.get(country, '')}{digits}"}
    starts |= {f"b:{digits}", f"e:{digits}"}
    starts |= {f"b:{born:%Y%m%d}" for born in _dates(text, digits, today)}
    return [starting(start) for start in sorted(starts)]


def _dates(text: str, digits: str, today: date) -> list[date]:
    """Return the dates meant: as written, or six digits (year first as in Sweden, day first as in Norway)."""
    read = [read_birth_date(text.strip(), today=today)]
    if len(digits) in (6, 10) and digits == text.replace("-", "").strip():
        year, month, day = digits[:2], digits[2:4], digits[4:6]
        for yy, mm, dd in ((year, month, day), (day, month, year)):
            born = read_birth_date(f"{dd}.{mm}.{yy}", today=today)
            read.append(born)
            if born and born.year >= 2000:
                read.append(_century_before(born))
    return [born for born in read if born]


def _century_before(born: date) -> date | None:
    try:
        return born.replace(year=born.year - 100)
    except ValueError:
        return born - timedelta(days=36525)


def starting(prefix: str) -> Range:
    """Return the half-open range of words that begin with the prefix, compared by code point."""
    prefix = prefix[:LONGEST_WORD]
    return prefix, prefix + "\U0010ffff"
