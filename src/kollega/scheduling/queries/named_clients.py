"""The clients whose names a viewer of the calendar sees. Undecorated: for use inside a query or operation."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from kollega.clients.queries.access import met_names, names_of
from kollega.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SeenClient:
    """A name the viewer may see; `may_open` says whether the client card opens for them too."""

    id: UUID
    name: str
    initials: str
    may_open: bool


def seen_clients(actor: Actor, ids: Collection[UUID], *, met: Collection[UUID] = ()) -> dict[UUID, SeenClient]:
    """Return those of the ids that the viewer may know, and all of `met`: clients in the viewer's own column.

    Who is to meet a client is told the name, also when the client's responsible clinician has not shared the record.
    """
    if not ids:
        return {}
    known = names_of(actor, ids)
    found = {id_: SeenClient(id_, name.full, name.initials, may_open=True) for id_, name in known.items()}
    for id_, name in met_names(actor, set(met) - found.keys()).items():
        found[id_] = SeenClient(id_, name.full, name.initials, may_open=False)
    return found
