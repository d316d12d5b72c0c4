"""A member's own appointments as another program of theirs may read them. Undecorated: inside a query."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.platform.crypto import open_sealed
from kollega.scheduling.enums import BLOCKING, Kind, Place, Status
from kollega.scheduling.queries.events import HIDDEN, title_context, touching
from kollega.scheduling.queries.named_clients import SeenClient, seen_clients

_COLUMNS = (
    "id",
    "kind",
    "status",
    "client_id",
    "room__name",
    "starts_at",
    "ends_at",
    "zone",
    "place",
    "blocking",
    "title_sealed",
    "version",
    "changed_at",
)


@dataclass(frozen=True, slots=True)
class OwnEvent:
    """One appointment of the actor's own column; cancelled ones are left out. `title` is that of a private block."""

    id: UUID
    kind: Kind
    status: Status
    client: SeenClient | None
    room: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: Place
    occupies: bool
    title: str
    version: int
    changed_at: datetime


def own_events(actor: Actor, from_: datetime, until: datetime, *, named: bool) -> list[OwnEvent]:
    """Return what touches the stretch, in order of start. Without `named` neither clients nor titles are read."""
    found = touching(actor, from_, until).filter(clinician_id=actor.own_membership).exclude(status__in=HIDDEN)
    rows = list(found.order_by("starts_at", "id").values_list(*_COLUMNS))
    ids = {row[3] for row in rows if row[3]} if named else set()
    clients = seen_clients(actor, ids, met=ids)
    return [
        OwnEvent(
            id=row[0],
            kind=Kind(row[1]),
            status=Status(row[2]),
            client=clients.get(row[3]),
            room=row[4] or "",
            starts_at=row[5],
            ends_at=row[6],
            zone=row[7],
            place=Place(row[8]),
            occupies=row[9] and row[2] in BLOCKING,
            title=_title(actor, row[0], row[10]) if named else "",
            version=row[11],
            changed_at=row[12],
        )
        for row in rows
    ]


def _title(actor: Actor, appointment_id: UUID, sealed: bytes | None) -> str:
    if sealed is None:
        return ""
    return open_sealed(actor.practice_id, sealed, context=title_context(appointment_id)).decode()
