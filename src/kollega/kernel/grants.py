"""What the owner of a calendar lets somebody else do in it (B8), and how much of a client may be shown (B8, B9)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kollega.kernel.permissions import ClientFields, Permission


class Deed(StrEnum):
    """What a grant allows in the owner's column. Seeing is part of each."""

    SEE = "see"
    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Grant:
    """One running grant of an actor: whose column, what in it, what of its clients, from (incl.) to until (excl.)."""

    id: UUID
    owner_id: UUID
    owner_person_id: UUID
    owner_name: str
    deeds: frozenset[Deed]
    fields: ClientFields
    starts_at: datetime
    until: datetime

    def runs_at(self, at: datetime) -> bool:
        return self.starts_at <= at < self.until


_RIGHTS: dict[Deed, frozenset[Permission]] = {
    Deed.SEE: frozenset({Permission.CALENDAR_SEE}),
    # Whoever books also takes the own booking back and says that the client has come.
    Deed.BOOK: frozenset({Permission.APPOINTMENT_BOOK, Permission.APPOINTMENT_CHANGE}),
    Deed.MOVE: frozenset({Permission.APPOINTMENT_CHANGE}),
    Deed.CANCEL: frozenset({Permission.APPOINTMENT_CHANGE}),
}


def rights_of(grants: tuple[Grant, ...]) -> frozenset[Permission]:
    """Return the kinds of things that grants open; in whose column is asked where it is done."""
    found: set[Permission] = set()
    for grant in grants:
        found |= _RIGHTS[Deed.SEE]
        for deed in grant.deeds:
            found |= _RIGHTS[deed]
    return frozenset(found)
