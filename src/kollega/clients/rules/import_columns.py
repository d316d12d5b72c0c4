"""Which column of a foreign list means what: guesses from its heading in five languages."""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from kollega.clients.rules.birth_dates import read_birth_date
from kollega.clients.rules.folding import digits_of, fold


class Column(StrEnum):
    IGNORE = ""
    FULL_NAME = "full_name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    PRONOUN = "pronoun"
    BORN_ON = "born_on"
    NATIONAL_ID = "national_id"
    PHONE = "phone"
    EMAIL = "email"
    STREET = "street"
    POSTCODE = "postcode"
    CITY = "city"
    COUNTRY = "country"
    LANGUAGE = "language"


# Folded headings (no accents, letters only). A heading that begins with one of these is taken, longest first.
_HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.FULL_NAME: (
        "name",
        "namn",
        "navn",
        "nom complet",
        "fullname",
        "full name",
        "fullstandigt namn",
        "fullt navn",
        "client",
        "klient",
        "klientnamn",
        "klientnavn",
        "patient",
        "patientnamn",
        "pasient",
        "kunde",
        "kund",
        "kundnamn",
        "nom et prenom",
        "nom prenom",
        "vor und nachname",
        "name vorname",
    ),
    Column.GIVEN_NAME: (
        "given name",
        "givenname",
        "first name",
        "firstname",
        "forename",
        "fornamn",
        "tilltalsnamn",
        "fornavn",
        "vorname",
        "rufname",
        "prenom",
    ),
    Column.FAMILY_NAME: (
        "family name",
        "familyname",
        "last name",
        "lastname",
        "surname",
        "efternamn",
        "slaktnamn",
        "etternavn",
        "nachname",
        "familienname",
        "zuname",
        "nom",
        "nom de famille",
        "nom usuel",
    ),
    Column.PRONOUN: ("pronoun", "pronouns", "pronomen", "pronom"),
    Column.BORN_ON: (
        "birth date",
        "birthdate",
        "birthday",
        "date of birth",
        "dob",
        "born",
        "fodelsedatum",
        "fodd",
        "fodelsedag",
        "fodselsdato",
        "fodt",
        "geburtsdatum",
        "geburtstag",
        "geboren",
        "geb",
        "geb datum",
        "ne e le",
        "date de naissance",
        "naissance",
        "ne le",
        "nee le",
    ),
    Column.NATIONAL_ID: (
        "personnummer",
        "personnr",
        "samordningsnummer",
        "pnr",
        "fodselsnummer",
        "fodselsnr",
        "d nummer",
        "national id",
        "personal number",
        "id number",
        "personal identity number",
    ),
    Column.PHONE: (
        "phone",
        "telephone",
        "mobile",
        "cell",
        "telefon",
        "tel",
        "mobil",
        "mobilnummer",
        "telefonnummer",
        "mobiltelefon",
        "handy",
        "handynummer",
        "tlf",
        "mobilnr",
        "portable",
        "numero de telephone",
    ),
    Column.EMAIL: (
        "email",
        "e mail",
        "mail",
        "epost",
        "e post",
        "mejl",
        "courriel",
        "adresse e mail",
        "mailadresse",
        "email address",
        "e mail address",
        "e postadress",
        "epostadress",
        "e postadresse",
        "epostadresse",
        "adresse mail",
        "adresse electronique",
    ),
    Column.STREET: (
        "street",
        "address",
        "adress",
        "adresse",
        "gata",
        "gatuadress",
        "gate",
        "gateadresse",
        "vei",
        "strasse",
        "anschrift",
        "rue",
        "postadress",
        "postadresse",
        "utdelningsadress",
        "hausnummer",
    ),
    Column.POSTCODE: (
        "postcode",
        "postal code",
        "zip",
        "zipcode",
        "postnummer",
        "postnr",
        "plz",
        "postleitzahl",
        "code postal",
        "cp",
    ),
    Column.CITY: ("city", "town", "ort", "postort", "stad", "poststed", "by", "sted", "stadt", "wohnort", "ville"),
    Column.COUNTRY: ("country", "land", "pays"),
    Column.LANGUAGE: ("language", "sprak", "sprache", "langue"),
}
_KNOWN = {word: column for column, found in _HEADINGS.items() for word in found}
_LONGEST_FIRST = sorted(_KNOWN, key=len, reverse=True)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def guess_columns(header: Sequence[str]) -> list[Column]:
    """Return what each heading means; each meaning is given once, except street (name and number stand apart)."""
    guesses = [guess_column(heading) for heading in header]
    taken: set[Column] = set()
    for position, guess in enumerate(guesses):
        if guess in taken and guess is not Column.STREET:
            guesses[position] = Column.IGNORE
        taken.add(guess)
    # "Name" beside a given name is the family name (German and Norwegian lists).
    if Column.GIVEN_NAME in taken and Column.FAMILY_NAME not in taken and Column.FULL_NAME in taken:
        guesses[guesses.index(Column.FULL_NAME)] = Column.FAMILY_NAME
    if {Column.GIVEN_NAME, Column.FAMILY_NAME} <= set(guesses) and Column.FULL_NAME in guesses:
        guesses[guesses.index(Column.FULL_NAME)] = Column.IGNORE
    return guesses


def guess_column(heading: str) -> Column:
    """Return what the heading means by itself: the whole of it, else how it begins or ends."""
    said = _plain(heading)
    if not said:
        return Column.IGNORE
    if said in _KNOWN:
        return _KNOWN[said]
    for word in _LONGEST_FIRST:
        if len(word) >= 4 and (said.startswith(f"{word} ") or said.endswith(f" {word}")):
            return _KNOWN[word]
    return Column.IGNORE


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z]+", " ", fold(heading)).split())


def has_header(rows: Sequence[Sequence[str]], *, today: date) -> bool:
    """Say whether the first row holds headings: one of them is known, or it alone has no value-like cell."""
    if any(guess_column(cell) is not Column.IGNORE for cell in rows[0]):
        return True
    return not any(_is_value(cell, today) for cell in rows[0]) and any(
        _is_value(cell, today) for row in rows[1:10] for cell in row
    )


def _is_value(cell: str, today: date) -> bool:
    return bool(
        _EMAIL.fullmatch(cell) or len(digits_of(cell)) >= 6 or (cell and read_birth_date(cell, today=today) is not None)
    )


def is_month_first(cells: Sequence[str]) -> bool:
    """Say whether a column of dates has the month first: some second number is over 12 and no first one is."""
    pairs = [match for cell in cells if (match := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](?:\d{4}|\d{2})", cell))]
    return any(int(pair[2]) > 12 for pair in pairs) and not any(int(pair[1]) > 12 for pair in pairs)
