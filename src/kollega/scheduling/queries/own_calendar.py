"""A member's own appointments as another program of theirs may read them. Undecorated: inside a query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models.expressions import RawSQL

from kollega.kernel.actor import Actor
from kollega.platform.crypto import open_sealed
from kollega.scheduling.enums import BLOCKING, Kind, Place, Status
from kollega.scheduling.queries.events import HIDDEN, title_context, touching
from kollega.scheduling.queries.parties import PARTY_COLUMN, party_from
from kollega.scheduling.queries.sight import SeenClient, acquaintance

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
    "party",
)


@dataclass(frozen=True, slots=True)
class OwnEvent:
    """One appointment of the actor's own column; cancelled ones are left out. `title` is that of a private block."""

    id: UUID
    kind: Kind
    status: Status
    clients: tuple[SeenClient, ...]
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
    with_party = found.annotate(party=RawSQL(PARTY_COLUMN, []))  # noqa: S611 - a constant
    rows = list(with_party.order_by("starts_at", "id").values_list(*_COLUMNS))
    own = actor.own_membership
    met = acquaintance(actor, ((own, id_) for row in rows for id_ in _who(row) if named))
    return [
        OwnEvent(
            id=row[0],
            kind=Kind(row[1]),
            status=Status(row[2]),
            clients=tuple(one for id_ in _who(row) if named and (one := met.client(own, id_)) is not None),
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


def _who(row: tuple[Any, ...]) -> list[UUID]:
    """The clients of an appointment, one or several."""
    return [one.client_id for one in party_from(row[-1])] if row[-1] else [row[3]] if row[3] else []


def _title(actor: Actor, appointment_id: UUID, sealed: bytes | None) -> str:
    if sealed is None:
        return ""
    return open_sealed(actor.practice_id, sealed, context=title_context(appointment_id)).decode()
