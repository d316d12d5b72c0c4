"""Birth dates as people type them and files carry them."""

import re
from datetime import date

_YEAR_FIRST = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?Z?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})\.?[-./ ]\s?(\d{1,2})\.?[-./ ]\s?(\d{4}|\d{2})(?: 00:00(?::00)?)?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NAMED = re.compile(r"(\d{1,2})(?:\.|er)?\s+([^\W\d_]+)\.?\s+(\d{4})")

_MONTHS = (
    ("jan", "janv"),
    ("feb", "févr", "fév"),
    ("mar", "mär", "mars"),
    ("apr", "avr"),
    ("maj", "mai", "may"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "août", "aou"),
    ("sep", "sept"),
    ("okt", "oct"),
    ("nov",),
    ("dec", "des", "dez", "déc"),
)


def read_birth_date(text: str, *, today: date, month_first: bool = False) -> date | None:
    """Return the date, or None when the text is no date that a living person can have been born on.

    Understands 1984-05-02, 19840502, 2.5.1984, 02/05/84, 2 May 1984 (in five languages). A year of two digits is
    the last one that is not in the future.
    """
    text = " ".join(text.split())
    found = _parts(text, month_first)
    if found is None:
        return None
    year, month, day = found
    if year < 100:
        year += today.year - today.year % 100
        if year > today.year:
            year -= 100
    try:
        born = date(year, month, day)
    except ValueError:
        return None
    return born if born <= today and today.year - born.year <= 130 else None


def _parts(text: str, month_first: bool) -> tuple[int, int, int] | None:
    if match := _YEAR_FIRST.fullmatch(text) or _TOGETHER.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _YEAR_LAST.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        return (int(match[3]), first, second) if month_first else (int(match[3]), second, first)
    if match := _NAMED.fullmatch(text):
        month = _month(match[2].lower())
        return (int(match[3]), month, int(match[1])) if month else None
    return None


def _month(name: str) -> int | None:
    for number, beginnings in enumerate(_MONTHS, start=1):
        if name.startswith(beginnings):
            return number
    return None


def age_on(born: date, today: date) -> int:
    """Return the full years; somebody born on 29 February turns a year older on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
