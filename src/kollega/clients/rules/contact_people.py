"""What is written about somebody around a client; values in, cleaned values or named faults out."""

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from kollega.clients.rules.contact import EMAIL_WRONG, NAME_MISSING, PHONE_WRONG, TOO_LONG, is_email, is_phone, tidy
from kollega.clients.rules.folding import fold, words
from kollega.kernel.errors import N_, BadInput

MOST_PEOPLE = 50
LONGEST = {
    "name": 120,
    "organisation": 120,
    "phone": 30,
    "email": 254,
    "street": 120,
    "postcode": 12,
    "city": 80,
    "may_be_told": 300,
}
DATES_WITHOUT_GUARDIAN = N_("Dates belong to a legal guardian. Mark the person as one, or leave the dates empty.")
ENDS_BEFORE_IT_BEGINS = N_("The last day is before the first one.")
RELATION_WRONG = N_("Choose how the person is related to the client.")


class Relation(StrEnum):
    """How somebody stands to the client, in the order in which it is offered."""

    PARENT = "parent"
    PARTNER = "partner"
    CHILD = "child"
    RELATIVE = "relative"
    FRIEND = "friend"
    GUARDIAN = "guardian"
    DOCTOR = "doctor"
    CAREGIVER = "caregiver"
    SCHOOL = "school"
    EMPLOYER = "employer"
    PAYER = "payer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ContactPersonData:
    """`may_be_told` says in the practice's words what this person may hear; the dates are of the guardianship."""

    relation: str
    name: str = ""
    organisation: str = ""
    phone: str = ""
    email: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    may_be_told: str = ""
    in_emergency: bool = False
    pays_invoices: bool = False
    is_guardian: bool = False
    guardian_from: date | None = None
    guardian_until: date | None = None


def checked_person(given: ContactPersonData) -> ContactPersonData:
    """Return the data tidied; BadInput by field."""
    tidied: dict[str, Any] = {name: tidy(getattr(given, name)) for name in LONGEST}
    person = replace(given, **tidied)
    faults = {name: TOO_LONG for name, longest in LONGEST.items() if len(getattr(person, name)) > longest}
    if person.relation not in list(Relation):
        faults["relation"] = RELATION_WRONG
    if not (person.name or person.organisation):
        faults["name"] = NAME_MISSING
    if person.email and not is_email(person.email):
        faults["email"] = EMAIL_WRONG
    if person.phone and not is_phone(person.phone):
        faults["phone"] = PHONE_WRONG
    if faults | _faults_of_dates(person):
        raise BadInput(fields=faults | _faults_of_dates(person))
    return person


def _faults_of_dates(person: ContactPersonData) -> dict[str, str]:
    first, last = person.guardian_from, person.guardian_until
    if (first or last) and not person.is_guardian:
        return {"guardian_from": DATES_WITHOUT_GUARDIAN}
    if first and last and last < first:
        return {"guardian_until": ENDS_BEFORE_IT_BEGINS}
    return {}


def key_of(person: ContactPersonData) -> str:
    """Return the one form in which two people around the same client are compared, order of names included."""
    return "|".join(" ".join(sorted(map(fold, words(text)))) for text in (person.name, person.organisation))


def guards_on(person: ContactPersonData, day: date) -> bool:
    """Say whether the person is the client's legal guardian on this day; both dates belong to the time."""
    return (
        person.is_guardian
        and (person.guardian_from is None or person.guardian_from <= day)
        and (person.guardian_until is None or day <= person.guardian_until)
    )


FIELDS = tuple(each.name for each in fields(ContactPersonData))
