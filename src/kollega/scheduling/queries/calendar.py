"""What the calendar shows: columns, events with exactly what the viewer may see, working time, holidays."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields, Permission
from kollega.platform.operations import Entry, query
from kollega.practices.queries.columns import CalendarMember, calendar_members
from kollega.scheduling.enums import BLOCKING, Kind, Place, Status
from kollega.scheduling.queries.events import EventRow, event_rows, title_of
from kollega.scheduling.queries.frame import Frame, frame
from kollega.scheduling.queries.holds import running
from kollega.scheduling.queries.holidays import Holiday, holidays_between
from kollega.scheduling.queries.hours import days_between
from kollega.scheduling.queries.offers import RoomRow, ServiceRow, offered_rooms, priced
from kollega.scheduling.queries.others_time import OccupiedTime, others_digest, others_time
from kollega.scheduling.queries.outside_busy import OutsideTime, outside_times
from kollega.scheduling.queries.polling import stamp_now, token_at, touched_since
from kollega.scheduling.queries.sight import Acquaintance, SeenClient, acquaintance, exists_for, known
from kollega.scheduling.queries.uses import seen_entries
from kollega.scheduling.rules.localtime import day_bounds
from kollega.scheduling.rules.windows import Window, windows_of_day

LONGEST_RANGE_DAYS = 62


@dataclass(frozen=True, slots=True)
class SeenParticipant:
    """One of several clients, and how they stood: their own status, else the appointment's."""

    client: SeenClient
    status: Status


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One card. `full` says whether the viewer may see more than that the time is taken.

    Without `full`: no id, client, service, status, title, line or version; `kind` is then None. Times are instants in
    UTC, `busy_from` and `busy_until` with buffers. `title` is that of an own private block, `internal_line` is given to
    the clinician and to who books for everyone with contact data. `may_change`, `may_cancel` and `may_attend` (to say
    that the client has come) follow rights and grants. `overlaps` marks an imported event that occupies nothing. When
    several clients come, `participants` are those whom the viewer may know (with `client` the first of them) and
    `client_count` says how many come in all.
    `held_until` marks time that is kept for somebody until then, about whom nobody learns anything.
    """

    clinician_id: UUID
    room_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    busy_from: datetime
    busy_until: datetime
    full: bool
    held_until: datetime | None = None
    id: UUID | None = None
    kind: Kind | None = None
    status: Status | None = None
    client: SeenClient | None = None
    service_id: UUID | None = None
    place: Place | None = None
    length_overridden: bool = False
    overlaps: bool = False
    imported: bool = False
    title: str = ""
    internal_line: str = ""
    recurrence_id: UUID | None = None
    version: int = 0
    may_change: bool = False
    may_cancel: bool = False
    may_attend: bool = False
    client_count: int = 0
    participants: tuple[SeenParticipant, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarRange:
    """Days from first to last (both included) in `zone`, for some columns.

    `services` and `rooms` hold archived ones too, because old events name them. `windows[clinician][day]` is working
    time. `occupied` is when other practices take up rooms that are shared with them, by start: room and times only.
    `outside` is time taken elsewhere, which blocks nothing. `token` is for `polling.changes_since`. `now` is business
    time.
    """

    first: date
    last: date
    zone: str
    now: datetime
    clinicians: list[CalendarMember]
    rooms: list[RoomRow]
    services: dict[UUID, ServiceRow]
    windows: dict[UUID, dict[date, list[Window]]]
    holidays: list[Holiday]
    events: list[CalendarEvent]
    token: str
    occupied: list[OccupiedTime] = field(default_factory=list)
    outside: list[OutsideTime] = field(default_factory=list)


def _entries(actor: Actor, result: CalendarRange, given: dict[str, Any]) -> list[Entry]:
    columns = {column.id for column in result.clinicians} | {event.clinician_id for event in result.events}
    return seen_entries(
        actor,
        columns,
        [(event.clinician_id, id_) for event in result.events for id_ in shown_clients(event)],
        {"first": result.first.isoformat(), "last": result.last.isoformat()},
    )


@query(requires=Permission.CALENDAR_SEE, logs=_entries, by_grant=True)
def calendar_range(
    actor: Actor,
    *,
    first: date,
    last: date,
    clinicians: Collection[UUID] | None = None,
    rooms: Collection[UUID] | None = None,
    cancelled: bool = False,
) -> CalendarRange:
    """Return the days from first to last for these clinicians' or rooms' columns, in at most 14 statements.

    `clinicians` None means everyone who sees clients (and whoever has events); with `rooms` given, events in those
    rooms instead, whoever holds them. Unknown ids give empty columns. `cancelled` brings cancelled ones too. Refuses
    with BadInput for more than 62 days. For a delegate without a calendar right of their own, only the columns that
    were granted exist.
    """
    check_range(first, last)
    stamp = stamp_now()
    # Before the events, so that nothing stored in between is missed by the next poll.
    around = frame(actor, first, last, touched_since(stamp))
    members = calendar_members(actor.practice_id)
    chosen = _chosen(members, known(actor, clinicians))
    ids = [member.id for member in chosen]
    from_, until = day_bounds(first, actor.timezone)[0], day_bounds(last, actor.timezone)[1]
    rows = event_rows(
        actor,
        from_,
        until,
        clinicians=None if clinicians is None and rooms is None and actor.known_columns is None else ids,
        rooms=rooms,
        cancelled=cancelled,
    )
    rows = [row for row in rows if exists_for(actor, row.clinician_id)]
    shown = [event for event, row in zip(seen_events(actor, rows), rows, strict=True) if event.full or _occupies(row)]
    held = _held(actor, from_, until, [m.id for m in chosen], rooms)
    shared = {
        room.shared_room_id: room.id for room in around.rooms if room.shared_room_id and (not rooms or room.id in rooms)
    }
    return CalendarRange(
        first=first,
        last=last,
        zone=actor.zone,
        now=actor.at,
        clinicians=chosen,
        rooms=offered_rooms(
            actor,
            [r for r in around.rooms if r.archived_at is None or (rooms and r.id in rooms)],
            {row.room_id for row in rows},
        ),
        services={id_: priced(actor, service) for id_, service in around.services.items()},
        windows=_windows(actor, around, chosen, first, last),
        holidays=holidays_between(members[0].country, first, last, actor.language) if members else [],
        events=sorted([*shown, *held], key=lambda event: event.starts_at) if held else shown,
        token=token_at(actor, stamp, around.digest + (others_digest(actor) if shared else "")),
        # Columns of rooms do not exist for a delegate, so neither does others' time in them.
        occupied=others_time(actor, from_, until, shared) if actor.known_columns is None else [],
        outside=outside_times(actor, [m.id for m in chosen], from_, until) if rooms is None else [],
    )


def _held(
    actor: Actor, from_: datetime, until: datetime, clinicians: list[UUID], rooms: Collection[UUID] | None
) -> list[CalendarEvent]:
    found = running(actor, from_, until)
    found = found.filter(clinician_id__in=clinicians) if rooms is None else found.filter(room_id__in=rooms)
    return [
        CalendarEvent(
            row.clinician_id,
            row.room_id,
            row.starts_at,
            row.ends_at,
            row.busy_from,
            row.busy_until,
            full=False,
            held_until=row.until,
        )
        for row in found.order_by("starts_at", "id")
        if exists_for(actor, row.clinician_id)
    ]


def _windows(
    actor: Actor, around: Frame, chosen: list[CalendarMember], first: date, last: date
) -> dict[UUID, dict[date, list[Window]]]:
    days = list(days_between(first, last))
    return {
        one.id: {
            day: windows_of_day(day, actor.timezone, around.weekly.get(one.id, ()), around.dated.get(one.id, ()))
            for day in days
        }
        for one in chosen
    }


def _occupies(row: EventRow) -> bool:
    """What occupies nothing (a no-show, a cancelled visit) is not told to who may not see it."""
    return row.blocking and row.status in BLOCKING


def check_range(first: date, last: date) -> None:
    if not 0 <= (last - first).days < LONGEST_RANGE_DAYS:
        raise BadInput(fields={"last": N_("Choose at most 62 days, the last one not before the first.")})


def _chosen(members: list[CalendarMember], wanted: Collection[UUID] | None) -> list[CalendarMember]:
    if wanted is None:
        return [member for member in members if member.sees_clients]
    return [member for member in members if member.id in wanted]


def seen_events(actor: Actor, rows: list[EventRow]) -> list[CalendarEvent]:
    """Turn stored rows into what this viewer may see of them. Inside a query."""
    met = acquaintance(actor, ((row.clinician_id, id_) for row in rows for id_ in row.client_ids))
    return [_seen(actor, row, met) for row in rows]


def shown_clients(event: CalendarEvent) -> tuple[UUID, ...]:
    """The clients whom the event names to its viewer, the first one in front."""
    if event.participants:
        return tuple(one.client.id for one in event.participants)
    return (event.client.id,) if event.client else ()


def _seen(actor: Actor, row: EventRow, met: Acquaintance) -> CalendarEvent:
    if not may_see(actor, row, met):
        return CalendarEvent(
            clinician_id=row.clinician_id,
            room_id=row.room_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            busy_from=row.busy_from,
            busy_until=row.busy_until,
            full=False,
        )
    named = {id_: one for id_ in row.client_ids if (one := met.client(row.clinician_id, id_)) is not None}
    return CalendarEvent(
        clinician_id=row.clinician_id,
        room_id=row.room_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        busy_from=row.busy_from,
        busy_until=row.busy_until,
        full=True,
        id=row.id,
        kind=row.kind,
        status=row.status,
        client=next(iter(named.values()), None),
        service_id=row.service_id,
        place=row.place,
        length_overridden=row.length_overridden,
        overlaps=not row.blocking,
        imported=row.imported_by_id is not None,
        title=title_of(actor, row),
        internal_line=row.internal_line if may_read_line(actor, row) else "",
        recurrence_id=row.recurrence_id,
        version=row.version,
        may_change=may_do(actor, row, Deed.MOVE),
        may_cancel=may_do(actor, row, Deed.CANCEL),
        may_attend=may_do(actor, row, Deed.BOOK),
        client_count=len(row.client_ids),
        participants=tuple(
            SeenParticipant(named[one.client_id], one.status or row.status)
            for one in row.party
            if one.client_id in named
        ),
    )


def may_see(actor: Actor, row: EventRow, met: Acquaintance) -> bool:
    """A block only for its clinician; a visit for whom `sight` shows anything of its client."""
    if row.clinician_id == actor.membership_id:
        return True
    sights = (met.sight(row.clinician_id, client_id) for client_id in row.client_ids or (None,))
    return row.kind is Kind.VISIT and any(sight.fields is not None for sight in sights)


def may_read_line(actor: Actor, row: EventRow) -> bool:
    """The clinician's own, and the office's where it is shown names and contact data. Never a delegate's."""
    return row.clinician_id == actor.membership_id or may_read_line_in(actor)


def may_read_line_in(actor: Actor) -> bool:
    """The same for any column but the own one."""
    return actor.may(Permission.APPOINTMENT_BOOK_ANY) and actor.office_fields is ClientFields.CONTACT


def may_do(actor: Actor, row: EventRow, deed: Deed) -> bool:
    """Own column, every column with the right to book for everyone, or by grant; nobody else's private block."""
    if not actor.may(Permission.APPOINTMENT_CHANGE):
        return False
    if row.clinician_id == actor.membership_id:
        return True
    return row.kind is Kind.VISIT and (
        actor.may(Permission.APPOINTMENT_BOOK_ANY) or actor.granted(row.clinician_id, deed)
    )
