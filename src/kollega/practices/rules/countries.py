"""What a country usually means for a practice: zone, currency, language. Only proposals; all can be changed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usual:
    zone: str
    currency: str
    language: str


COUNTRIES: dict[str, Usual] = {
    "SE": Usual("Europe/Stockholm", "SEK", "sv"),
    "NO": Usual("Europe/Oslo", "NOK", "nb"),
    "DE": Usual("Europe/Berlin", "EUR", "de"),
    "AT": Usual("Europe/Vienna", "EUR", "de"),
    "CH": Usual("Europe/Zurich", "CHF", "de"),
    "FR": Usual("Europe/Paris", "EUR", "fr"),
    "BE": Usual("Europe/Brussels", "EUR", "fr"),
    "LU": Usual("Europe/Luxembourg", "EUR", "fr"),
    "DK": Usual("Europe/Copenhagen", "DKK", "en"),
    "FI": Usual("Europe/Helsinki", "EUR", "sv"),
    "IE": Usual("Europe/Dublin", "EUR", "en"),
    "GB": Usual("Europe/London", "GBP", "en"),
    "CA": Usual("America/Toronto", "CAD", "fr"),
}
CURRENCIES = ("SEK", "NOK", "DKK", "EUR", "CHF", "GBP", "CAD")
