"""Public holidays of the practice's country, named in the viewer's language where the source knows it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

_LOCALES = {"sv": "sv", "nb": "no", "de": "de", "fr": "fr", "en": "en_US"}


@dataclass(frozen=True, slots=True)
class Holiday:
    day: date
    name: str


def holidays_between(country: str, first: date, last: date, language: str) -> list[Holiday]:
    """Return the holidays from first to last; none for a country that the source does not know."""
    return [
        Holiday(day, name)
        for year in range(first.year, last.year + 1)
        for day, name in _of_year(country, year, language)
        if first <= day <= last
    ]


@lru_cache(maxsize=256)
def _of_year(country: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    if country not in holidays.list_supported_countries():
        return ()
    known = holidays.country_holidays(country)
    wanted = _LOCALES.get(language, "")
    languages = getattr(known, "supported_languages", ())
    chosen = wanted if wanted in languages else known.default_language
    found = holidays.country_holidays(country, years=year, language=chosen)
    return tuple(sorted((day, name) for day, name in found.items()))
