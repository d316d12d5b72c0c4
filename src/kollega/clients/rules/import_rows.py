"""One row of a foreign list as contact data, or why it cannot be taken."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from functools import cache

from babel import Locale

from kollega.clients.rules.birth_dates import read_birth_date
from kollega.clients.rules.contact import BORN_WRONG, LANGUAGES, ContactData, checked
from kollega.clients.rules.folding import fold
from kollega.clients.rules.import_columns import Column
from kollega.clients.rules.names import split_name
from kollega.clients.rules.national_ids import NationalNumber, born_on_of, read_national_id
from kollega.kernel.errors import N_, BadInput

ID_WRONG = N_("The identity number is not one of the country.")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: what its columns mean, and what holds where it says nothing."""

    columns: tuple[Column, ...]
    language: str
    country: str
    today: date
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class ReadRow:
    """The row's contact data and identity number, or the faults by field (sentences to translate).

    `name` is what the row calls the person, family name first, also when the row cannot be taken.
    """

    name: str
    contact: ContactData | None
    number: NationalNumber | None
    faults: dict[str, str]

    @property
    def identity(self) -> bytes:
        """The same for rows that say the same, however they are written."""
        if self.contact is None:
            return b""
        parts = [str(part or "") for part in astuple(self.contact)]
        return "\x1f".join([*parts, self.number.number if self.number else ""]).encode()


def read_row(cells: Sequence[str], reading: Reading) -> ReadRow:
    """Read one row by the meaning of its columns; several columns of one meaning are joined by a space."""
    said = _said(cells, reading.columns)
    faults: dict[str, str] = {}
    country = _country(said.get(Column.COUNTRY, ""))
    number = _number(said, country or reading.country, reading.today, faults)
    born_on = _born_on(said, reading, faults) or (born_on_of(number) if number else None)
    given, family = _name(said)
    contact = ContactData(
        given_name=given,
        family_name=family,
        language=_language(said.get(Column.LANGUAGE, "")) or reading.language,
        pronoun=said.get(Column.PRONOUN, ""),
        born_on=born_on,
        email=said.get(Column.EMAIL, ""),
        phone=said.get(Column.PHONE, ""),
        street=said.get(Column.STREET, ""),
        postcode=said.get(Column.POSTCODE, ""),
        city=said.get(Column.CITY, ""),
        country=country,
    )
    try:
        tidy = checked(contact, today=reading.today)
    except BadInput as refusal:
        faults |= refusal.fields
    name = ", ".join(part for part in (family, given) if part)
    return ReadRow(name, None if faults else tidy, number, faults)


def _said(cells: Sequence[str], columns: Sequence[Column]) -> dict[Column, str]:
    said: dict[Column, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column is not Column.IGNORE and cell:
            said[column] = f"{said[column]} {cell}" if column in said else cell
    return said


def _name(said: dict[Column, str]) -> tuple[str, str]:
    given, family = said.get(Column.GIVEN_NAME, ""), said.get(Column.FAMILY_NAME, "")
    if given or family:
        return given, family
    return split_name(said.get(Column.FULL_NAME, ""))


def _born_on(said: dict[Column, str], reading: Reading, faults: dict[str, str]) -> date | None:
    text = said.get(Column.BORN_ON, "")
    if not text:
        return None
    found = read_birth_date(text, today=reading.today, month_first=reading.month_first)
    if found is None:
        faults["born_on"] = BORN_WRONG
    return found


def _number(said: dict[Column, str], country: str, today: date, faults: dict[str, str]) -> NationalNumber | None:
    text = said.get(Column.NATIONAL_ID, "")
    if not text:
        return None
    found = read_national_id(text, country, today=today)
    if found is None:
        faults["national_id"] = ID_WRONG
    return found


def _country(text: str) -> str:
    """Return the code for a code or a name in one of the five languages; what is unknown is left out."""
    if len(text) == 2 and text.isalpha():
        return text.upper()
    return _names_of_countries().get(fold(text), "")


def _language(text: str) -> str:
    folded = fold(text)
    if folded in LANGUAGES:
        return folded
    return {"no": "nb"}.get(folded, "") or _names_of_languages().get(folded, "")


@cache
def _names_of_countries() -> dict[str, str]:
    return {
        fold(name): code
        for language in LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2
    }


@cache
def _names_of_languages() -> dict[str, str]:
    names = {
        fold(name): code
        for language in LANGUAGES
        for code, name in Locale.parse(language).languages.items()
        if code in LANGUAGES
    }
    return names | {"norsk": "nb", "norwegian": "nb", "norwegisch": "nb", "norvegien": "nb", "norska": "nb"}
