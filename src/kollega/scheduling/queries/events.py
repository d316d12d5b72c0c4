"""The stored rows behind every calendar view. Undecorated: for use inside a query or operation."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from kollega.kernel.actor import Actor
from kollega.platform.crypto import open_sealed
from kollega.scheduling.enums import Kind, Place, Status
from kollega.scheduling.models import Appointment
from kollega.scheduling.queries.parties import PARTY_COLUMN, party_from
from kollega.scheduling.rules.parties import Party

LONG = timedelta(days=1)
"""What lasts longer is marked `long`, so that a range read starts at most this far before its range."""

_COLUMNS = (
    "id",
    "kind",
    "status",
    "client_id",
    "service_id",
    "clinician_id",
    "room_id",
    "starts_at",
    "ends_at",
    "busy_from",
    "busy_until",
    "place",
    "length_overridden",
    "blocking",
    "internal_line",
    "title_sealed",
    "imported_by_id",
    "recurrence_id",
    "version",
)
HIDDEN = (Status.CANCELLED, Status.LATE_CANCELLED)


class EventRow(NamedTuple):
    """An appointment as stored; not to be shown as it is."""

    id: UUID
    kind: Kind
    status: Status
    client_id: UUID | None
    service_id: UUID | None
    clinician_id: UUID
    room_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    busy_from: datetime
    busy_until: datetime
    place: Place
    length_overridden: bool
    blocking: bool
    internal_line: str
    title_sealed: bytes | None
    imported_by_id: UUID | None
    recurrence_id: UUID | None
    version: int
    party: Party = ()

    @property
    def client_ids(self) -> tuple[UUID, ...]:
        """Every client who comes, the first one in front."""
        if self.party:
            return tuple(one.client_id for one in self.party)
        return (self.client_id,) if self.client_id is not None else ()


def event_rows(
    actor: Actor,
    from_: datetime,
    until: datetime,
    *,
    clinicians: Collection[UUID] | None = None,
    rooms: Collection[UUID] | None = None,
    cancelled: bool = False,
) -> list[EventRow]:
    """Return what touches the stretch, in order of start; of these clinicians, or in these rooms, or of all."""
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENTS[rooms is not None, rooms is None and clinicians is not None],
            {
                "practice": actor.practice_id,
                "from": from_,
                "until": until,
                "near": from_ - LONG,
                "ids": list(rooms if rooms is not None else clinicians or ()),
                "hidden": [] if cancelled else list(HIDDEN),
            },
        )
        return [_row(row) for row in cursor.fetchall()]


_BASE = f"""
    select {", ".join(_COLUMNS)}, {PARTY_COLUMN} from scheduling_appointment
    where practice_id = %(practice)s and withdrawn_at is null
      and ((starts_at >= %(near)s and starts_at < %(until)s and ends_at > %(from)s)
        or (long and ends_at > %(from)s and starts_at < %(until)s))
      and status <> all(%(hidden)s::text[])
"""  # noqa: S608 - constants only
_ORDER = " order by starts_at, id"
# By rooms or not, by clinicians or not. Written out: the ORM would spend more on the text than PostgreSQL on the rows.
_STATEMENTS = {
    (False, False): _BASE + _ORDER,
    (True, False): _BASE + " and room_id = any(%(ids)s::uuid[])" + _ORDER,
    (False, True): _BASE + " and clinician_id = any(%(ids)s::uuid[])" + _ORDER,
}
_KINDS = {kind.value: kind for kind in Kind}
_STATUSES = {status.value: status for status in Status}
_PLACES = {place.value: place for place in Place}


def touching(actor: Actor, from_: datetime, until: datetime) -> "QuerySet[Appointment]":
    """The appointments that touch a stretch, buffers left out, withdrawn ones too."""
    near = Q(starts_at__gte=from_ - LONG, starts_at__lt=until, ends_at__gt=from_)
    long = Q(long=True, ends_at__gt=from_, starts_at__lt=until)
    return Appointment.objects.filter(near | long, practice_id=actor.practice_id, withdrawn_at=None)


def rows(found: "QuerySet[Appointment]") -> list[EventRow]:
    """Read the rows in order of start."""
    party = RawSQL(PARTY_COLUMN, [])  # noqa: S611 - a constant
    return [
        _row(row) for row in found.annotate(party=party).order_by("starts_at", "id").values_list(*_COLUMNS, "party")
    ]


def _row(row: tuple[Any, ...]) -> EventRow:
    values = list(row)
    values[1], values[2], values[11] = _KINDS[row[1]], _STATUSES[row[2]], _PLACES[row[11]]
    values[-1] = party_from(row[-1]) if row[-1] else ()
    return EventRow._make(values)


def title_context(appointment_id: UUID) -> bytes:
    """What binds a sealed title to its appointment."""
    return b"appointment title|" + appointment_id.bytes


def title_of(actor: Actor, row: EventRow) -> str:
    """Return the title of the viewer's own private block, empty for anything else."""
    if row.title_sealed is None or row.clinician_id != actor.membership_id:
        return ""
    return open_sealed(actor.practice_id, row.title_sealed, context=title_context(row.id)).decode()
