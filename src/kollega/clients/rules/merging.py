"""Where two cards of the same person say something different; the card that stays counts."""

from dataclasses import dataclass, fields

from kollega.clients.rules.contact import ContactData


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of the contact data with what stands on the card that stays, and on the other one."""

    field: str
    kept: str
    other: str


def differences(kept: ContactData, other: ContactData) -> list[Difference]:
    """Return the fields in which the cards differ, in their fixed order; what is empty on the other card is none."""
    found = []
    for name in (each.name for each in fields(ContactData)):
        here, there = str(getattr(kept, name) or ""), str(getattr(other, name) or "")
        if there and here.casefold() != there.casefold():
            found.append(Difference(name, here, there))
    return found
