"""What a visitor types about themselves, as it is kept sealed until the booking is made."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from kollega.clients.rules.contact import ContactData, checked
from kollega.clients.rules.folding import email_address, phone_number
from kollega.kernel.errors import N_, BadInput

GIVEN_MISSING = N_("Enter your first name.")
FAMILY_MISSING = N_("Enter your last name.")
BORN_MISSING = N_("Enter your birth date.")
EMAIL_MISSING = N_("Enter an e-mail address, so that we can confirm the appointment.")


@dataclass(frozen=True, slots=True)
class Details:
    """Name, birth date and how to be reached; `answers` by the number of the question, as text."""

    given_name: str
    family_name: str
    born_on: date | None
    email: str
    phone: str = ""
    answers: dict[str, str] = field(default_factory=dict)

    def contact(self, language: str) -> ContactData:
        return ContactData(
            given_name=self.given_name,
            family_name=self.family_name,
            born_on=self.born_on,
            email=self.email,
            phone=self.phone,
            language=language,
        )


def checked_details(given: Details, *, today: date, language: str) -> Details:
    """Return the details tidied. Refuses with BadInput by field."""
    missing = {
        name: sentence
        for name, sentence in {
            "given_name": GIVEN_MISSING,
            "family_name": FAMILY_MISSING,
            "born_on": BORN_MISSING,
            "email": EMAIL_MISSING,
        }.items()
        if not str(getattr(given, name) or "").strip()
    }
    try:
        tidy = checked(given.contact(language), today=today)
    except BadInput as refusal:
        raise BadInput(fields={**refusal.fields, **missing}) from refusal
    if missing:
        raise BadInput(fields=missing)
    return Details(tidy.given_name, tidy.family_name, tidy.born_on, tidy.email, tidy.phone, given.answers)


def contact_key(email: str, phone: str, country: str) -> bytes:
    """Return what stands for one way of being reached: the address, else the number."""
    return email_address(email).encode() if email else phone_number(phone, country).encode()


def written(details: Details) -> bytes:
    values: dict[str, Any] = asdict(details)
    values["born_on"] = details.born_on.isoformat() if details.born_on else None
    return json.dumps(values).encode()


def read(plain: bytes) -> Details:
    values = json.loads(plain)
    values["born_on"] = date.fromisoformat(values["born_on"]) if values["born_on"] else None
    return Details(**values)
