"""The clients of the booking panel: those the viewer may open, and those they only book for others, cut."""

from dataclasses import dataclass
from uuid import UUID

from kollega.clients.queries.search import ClientChoice, choices_by_id, client_choices
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.scheduling.queries.finding import ClientToBook, client_to_book, clients_to_book

MOST = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of the picker; `name` is what stands in the panel once it is chosen.

    `opens` says that the viewer may know everything about how the client is reached.
    """

    id: UUID
    name: str
    label: str
    born_on: str
    phone: str
    is_active: bool
    opens: bool


def choices_for(actor: Actor, text: str) -> list[Choice]:
    """Return what the text finds, or without text the last clients one may open."""
    found = client_choices(actor, text=text) if actor.may(Permission.CLIENT_LIST) else []
    more = clients_to_book(actor, text=text) if text else []
    return [*map(_readable, found), *map(_cut, more)][:MOST]


def picked(actor: Actor, client_id: UUID) -> Choice | None:
    """Return the chosen client as the viewer may see them."""
    if actor.may(Permission.CLIENT_LIST):
        known = choices_by_id(actor, client_ids=[client_id])
        if known:
            return _readable(known[0])
    return next(map(_cut, client_to_book(actor, client_id=client_id)), None)


def _readable(choice: ClientChoice) -> Choice:
    return Choice(
        choice.id,
        choice.name.full,
        choice.name.family_first,
        choice.born_on.isoformat() if choice.born_on else "",
        choice.phone,
        choice.is_active,
        opens=True,
    )


def _cut(found: ClientToBook) -> Choice:
    return Choice(found.client.id, found.client.name, found.client.name, "", found.phone, found.is_active, opens=False)
