"""Calendar imports: where one stands, what became of each event, and the earlier ones."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import Action, Entry, query
from kollega.scheduling.enums import ImportState, Kind, Outcome
from kollega.scheduling.models import CalendarImport


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One event of the file; times are None for one that could not be read."""

    starts_at: datetime | None
    ends_at: datetime | None
    all_day: bool
    title: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ImportStanding:
    """`done` of `total` events are in while it runs; `counts` per outcome are there once it was checked."""

    id: UUID
    at: datetime
    kind: Kind
    state: ImportState
    since: date
    until: date
    total: int
    done: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class ImportReport(ImportStanding):
    """With the first 5,000 events in order of time."""

    rows: list[ImportRow]


def file_context(import_id: UUID) -> bytes:
    """What binds the sealed file to its import."""
    return b"calendar file|" + import_id.bytes


def report_context(import_id: UUID) -> bytes:
    """What binds the sealed report to its import."""
    return b"calendar report|" + import_id.bytes


_STANDING = ("id", "at", "kind", "state", "since", "until", "total", "done", "counts")


@query(requires=Permission.CALENDAR_IMPORT)
def calendar_imports(actor: Actor) -> list[ImportStanding]:
    """Return the actor's own imports, the newest first."""
    found = CalendarImport.objects.filter(practice_id=actor.practice_id, by_id=actor.membership_id)
    return [_standing(row) for row in found.order_by("-at").values_list(*_STANDING)[:50]]


@query(requires=Permission.CALENDAR_IMPORT)
def import_standing(actor: Actor, *, import_id: UUID) -> ImportStanding:
    """Return where an import of the actor's own stands, without titles. NotFound otherwise."""
    return _standing(_found(actor, import_id).values_list(*_STANDING).get())


def _read(actor: Actor, result: ImportReport, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "calendar_import", result.id, detail={"rows": len(result.rows)})


@query(requires=Permission.CALENDAR_IMPORT, logs=_read)
def calendar_import(actor: Actor, *, import_id: UUID) -> ImportReport:
    """Return the report of an import of the actor's own. NotFound otherwise."""
    row = _found(actor, import_id).get()
    standing = _standing(tuple(getattr(row, name) for name in _STANDING))
    rows: list[list[Any]] = []
    if row.report_sealed is not None:
        rows = json.loads(open_sealed(actor.practice_id, row.report_sealed, context=report_context(row.id)))
    return ImportReport(
        **{name: getattr(standing, name) for name in _STANDING},
        rows=[ImportRow(_time(row[0]), _time(row[1]), row[2], row[3], Outcome(row[4])) for row in rows],
    )


def _found(actor: Actor, import_id: UUID) -> Any:
    found = CalendarImport.objects.filter(practice_id=actor.practice_id, by_id=actor.membership_id, id=import_id)
    if not found.exists():
        raise NotFound
    return found


def _standing(row: tuple[Any, ...]) -> ImportStanding:
    return ImportStanding(row[0], row[1], Kind(row[2]), ImportState(row[3]), *row[4:])


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
