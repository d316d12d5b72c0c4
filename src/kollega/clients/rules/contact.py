"""What contact data must look like; values in, cleaned values or named faults out."""

import re
import unicodedata
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from kollega.clients.rules.folding import digits_of
from kollega.kernel.errors import N_, BadInput

LANGUAGES = ("sv", "nb", "de", "fr", "en")
LONGEST = {
    "given_name": 80,
    "family_name": 80,
    "pronoun": 30,
    "email": 254,
    "phone": 30,
    "street": 120,
    "postcode": 12,
    "city": 80,
}
TOO_LONG = N_("This is longer than the field can hold.")
NAME_MISSING = N_("Enter a name.")
EMAIL_WRONG = N_("Enter an e-mail address such as name@example.com.")
PHONE_WRONG = N_("Enter a phone number with digits, such as +46 70 123 45 67.")
BORN_WRONG = N_("Enter a birth date that has been, such as 1984-05-02.")
COUNTRY_WRONG = N_("Enter a country as two letters, such as SE.")
LANGUAGE_WRONG = N_("Choose one of the languages.")

_EMAIL = re.compile(r"[^\s@<>\",;:\\\[\]()]+@[^\s@<>\",;:\\\[\]()]+\.[^\s@<>\",;:\\\[\]().]{2,}")
_PHONE = re.compile(r"[+(\d][\d\s().\-/]*")
OLDEST_YEARS = 130


@dataclass(frozen=True, slots=True)
class ContactData:
    """The contact data a person may write; everything else about a client has an operation of its own."""

    given_name: str
    family_name: str
    language: str
    pronoun: str = ""
    born_on: date | None = None
    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""


def checked(contact: ContactData, *, today: date) -> ContactData:
    """Return the data tidied (one space between words, composed letters, no control signs); BadInput by field."""
    tidied: dict[str, Any] = {f.name: tidy(getattr(contact, f.name)) for f in fields(contact) if f.name != "born_on"}
    data = replace(contact, **tidied)
    faults = {name: TOO_LONG for name, longest in LONGEST.items() if len(getattr(data, name)) > longest}
    if not (data.given_name or data.family_name):
        faults["family_name"] = NAME_MISSING
    if data.email and not is_email(data.email):
        faults["email"] = EMAIL_WRONG
    if data.phone and not is_phone(data.phone):
        faults["phone"] = PHONE_WRONG
    if data.born_on and not (data.born_on <= today and today.year - data.born_on.year <= OLDEST_YEARS):
        faults["born_on"] = BORN_WRONG
    if data.country and not re.fullmatch("[A-Z]{2}", data.country):
        faults["country"] = COUNTRY_WRONG
    if data.language not in LANGUAGES:
        faults["language"] = LANGUAGE_WRONG
    if faults:
        raise BadInput(fields=faults)
    return data


def is_email(text: str) -> bool:
    return bool(_EMAIL.fullmatch(text))


def is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text)) and 4 <= len(digits_of(text)) <= 17


def tidy(text: str) -> str:
    """Return the text with composed letters, one space between words, and no control signs."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(" " if _is_control(c) else c for c in composed).split())


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
