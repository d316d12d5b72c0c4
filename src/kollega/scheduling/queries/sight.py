"""Which fields of a client an actor sees in a column: the one place that decides and cuts (B8, B9, AZ-4).

Everything that shows an appointment, a client of one, or looks for one, asks here; templates get what is cut already.
Undecorated: for use inside a query or operation.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from kollega.clients.queries.access import ClientName, met_names, names_of
from kollega.clients.rules.codes import client_code
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import ClientFields, Permission


@dataclass(frozen=True, slots=True)
class SeenClient:
    """A client as far as the viewer may see them: `name` is a name, initials or a code, as `fields` says.

    `may_open` says whether the client card opens for them too.
    """

    id: UUID
    name: str
    initials: str
    may_open: bool
    fields: ClientFields


@dataclass(frozen=True, slots=True)
class Sight:
    """`fields` None: only that the time is taken. `texts`: also the reasons typed at booking and cancelling."""

    fields: ClientFields | None
    texts: bool = False
    opens: bool = False


TAKEN = Sight(None)


def sight_in(actor: Actor, column: UUID, *, readable: bool) -> Sight:
    """Return what the actor sees of a visit in a column. `readable`: they may know the client by themselves."""
    if readable:
        return Sight(ClientFields.CONTACT, texts=True, opens=True)
    if column == actor.membership_id:
        return Sight(ClientFields.CONTACT, texts=True)
    shown = shown_fields(actor, column)
    return Sight(shown) if shown is not None else TAKEN


def shown_fields(actor: Actor, column: UUID) -> ClientFields | None:
    """Return how much of the clients of a column is shown by area T or by running grants; None for nothing."""
    levels = [grant.fields for grant in actor.grants_on(column)]
    if actor.may(Permission.APPOINTMENT_BOOK_ANY):
        levels.append(actor.office_fields)
    return max(levels, key=lambda level: level.rank, default=None)


def known(actor: Actor, columns: Collection[UUID] | None) -> Collection[UUID] | None:
    """Narrow wanted columns (None: all) to those that exist for the actor; None when nothing narrows them."""
    limit = actor.known_columns
    if limit is None:
        return columns
    return limit if columns is None else [column for column in columns if column in limit]


def exists_for(actor: Actor, column: UUID) -> bool:
    limit = actor.known_columns
    return limit is None or column in limit


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """The names of some clients, read once; given out only as far as each column allows."""

    actor: Actor
    readable: dict[UUID, ClientName]
    others: dict[UUID, ClientName]

    def sight(self, column: UUID, client_id: UUID | None) -> Sight:
        return sight_in(self.actor, column, readable=client_id in self.readable)

    def client(self, column: UUID, client_id: UUID) -> SeenClient | None:
        """Return the client as the actor may see them in this column, or None."""
        sight = self.sight(column, client_id)
        name = self.readable.get(client_id) or self.others.get(client_id)
        return None if sight.fields is None or name is None else cut(self.actor, name, sight)


def acquaintance(actor: Actor, meetings: Iterable[tuple[UUID, UUID]]) -> Acquaintance:
    """Read the names that the actor may see anything of, for pairs of column and client."""
    pairs = set(meetings)
    if not pairs:
        return Acquaintance(actor, {}, {})
    readable = names_of(actor, {client_id for _column, client_id in pairs})
    rest = {
        client_id
        for column, client_id in pairs
        if client_id not in readable and sight_in(actor, column, readable=False).fields is not None
    }
    return Acquaintance(actor, readable, met_names(actor, rest))


def cut(actor: Actor, name: ClientName, sight: Sight) -> SeenClient:
    """Return what is left of a client for this sight; its fields must not be None."""
    fields = sight.fields or ClientFields.CODE
    if fields is ClientFields.CODE:
        code = client_code(actor.practice_id, name.id)
        return SeenClient(name.id, code, code, False, fields)
    if fields is ClientFields.INITIALS:
        return SeenClient(name.id, spaced_initials(name), name.initials, False, fields)
    return SeenClient(name.id, name.full, name.initials, sight.opens, fields)


def spaced_initials(name: ClientName) -> str:
    """A. B. for Anna Berg."""
    return " ".join(f"{part[0].upper()}." for part in (name.given_name, name.family_name) if part)
