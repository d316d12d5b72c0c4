"""National identity numbers of Sweden and Norway: which kind a text is, checked to its last digit."""

from dataclasses import dataclass
from datetime import date

from stdnum import exceptions, luhn
from stdnum.no import fodselsnummer

PERSONNUMMER = "personnummer"
SAMORDNINGSNUMMER = "samordningsnummer"
FODSELSNUMMER = "fodselsnummer"
D_NUMBER = "d_number"


@dataclass(frozen=True, slots=True)
class NationalNumber:
    kind: str
    number: str


def read_national_id(text: str, country: str, *, today: date) -> NationalNumber | None:
    """Return the number in its compact form with its kind, or None when it is none of the country's.

    Sweden: personnummer and samordningsnummer (day plus 60), stored with the century. Norway: fodselsnummer and
    D-number (first digit plus 4). Other countries have none here.
    """
    if country == "SE":
        return _swedish(text, today)
    if country == "NO":
        return _norwegian(text)
    return None


def _swedish(text: str, today: date) -> NationalNumber | None:
    compact = "".join(text.split())
    digits = compact.replace("-", "").replace("+", "")
    if not (digits.isascii() and digits.isdecimal() and len(digits) in (10, 12) and luhn.is_valid(digits[-10:])):
        return None
    # A coordination number carries the day plus 60; the check digit above covers it as written.
    day = int(digits[-6:-4])
    is_coordination = day > 60
    born_as = digits[:-6] + f"{day - 60 if is_coordination else day:02}"
    century = _swedish_century(born_as, older="+" in compact, today=today)
    if century is None:
        return None
    kind = SAMORDNINGSNUMMER if is_coordination else PERSONNUMMER
    return NationalNumber(kind, f"{century}{digits[-10:-4]}-{digits[-4:]}")


def _swedish_century(born: str, *, older: bool, today: date) -> str | None:
    month, day = int(born[-4:-2]), int(born[-2:])
    if len(born) == 8:
        year = int(born[:4])
    else:
        year = today.year - today.year % 100 + int(born[:2])
        if year > today.year or _past_date(year, month, day, today) is None:
            year -= 100
        if older:
            year -= 100
    return f"{year:04}"[:2] if _past_date(year, month, day, today) else None


def _past_date(year: int, month: int, day: int, today: date) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found <= today else None


def _norwegian(text: str) -> NationalNumber | None:
    try:
        number = fodselsnummer.validate(text)
    except exceptions.ValidationError:
        return None
    return NationalNumber(D_NUMBER if number[0] in "4567" else FODSELSNUMMER, number)


def born_on_of(number: NationalNumber) -> date | None:
    """Return the birth date that the number tells."""
    if number.kind in (PERSONNUMMER, SAMORDNINGSNUMMER):
        year, month, day = int(number.number[:4]), int(number.number[4:6]), int(number.number[6:8])
        return date(year, month, day - 60 if day > 60 else day)
    found: date = fodselsnummer.get_birth_date(number.number)
    return found
