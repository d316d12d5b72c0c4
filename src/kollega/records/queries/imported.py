"""Records that were brought from other practices, as they said there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kollega.clients.queries.access import ClientHead, require_record
from kollega.clients.queries.pointer import group_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import Action, Entry, query
from kollega.records.models import ImportedRecord
from kollega.records.rules.form import Brought, Record

# The parts that say by themselves where they came from.
MARKED = ("information", "notes", "documents", "appointments", "messages", "access")


@dataclass(frozen=True, slots=True)
class ImportedRow:
    id: UUID
    origin_name: str
    made_at: datetime
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ImportedView:
    """One brought record opened: `record` is word for word what it said there; `files` maps its documents to ours."""

    id: UUID
    client: ClientHead
    origin_name: str
    made_at: datetime
    by: str
    at: datetime
    record: Record
    files: dict[UUID, UUID]


def _opened(actor: Actor, result: ImportedView, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "imported_record", result.id, result.client.id)


@query(requires=Permission.NOTE_READ, logs=_opened)
def imported_record(actor: Actor, *, imported_record_id: UUID) -> ImportedView:
    """Open a brought record for reading. NotFound outside the care."""
    row = ImportedRecord.objects.select_related("by").filter(practice_id=actor.practice_id, id=imported_record_id)
    found = row.first()
    if found is None:
        raise NotFound
    return ImportedView(
        id=found.id,
        client=require_record(actor, found.client_id),
        origin_name=found.origin_name,
        made_at=found.made_at,
        by=found.by.display_name,
        at=found.at,
        record=record_in(found),
        files=_files(found),
    )


def imported_rows(actor: Actor, client_id: UUID) -> list[ImportedRow]:
    """Return what was brought about a client, the newest first; inside a query that has checked and logs."""
    return [
        ImportedRow(row.id, row.origin_name, row.made_at, row.by.display_name, row.at)
        for row in _of(actor, client_id).order_by("-at")
    ]


def brought_records(actor: Actor, client_id: UUID) -> list[Record]:
    """The same as whole records, each part marked with where it came from."""
    return [_marked(row, record_in(row)) for row in _of(actor, client_id).order_by("at", "id")]


def brought_files(actor: Actor, client_id: UUID) -> dict[UUID, UUID]:
    """Return the id that a brought document has here, by the id that it has where it came from."""
    return {there: here for row in _of(actor, client_id) for there, here in _files(row).items()}


def record_in(row: ImportedRecord) -> Record:
    return Record.model_validate_json(json_in(row))


def json_in(row: ImportedRecord) -> bytes:
    return open_sealed(row.practice_id, bytes(row.sealed), context=place_of(row.id, row.client_id))


def place_of(imported_id: UUID, client_id: UUID) -> bytes:
    """What binds the sealed record to its row and client."""
    return f"imported record|{client_id}|{imported_id}".encode()


def _marked(row: ImportedRecord, record: Record) -> Record:
    brought = Brought(origin=record.practice, at=row.at, by=row.by.display_name)
    return record.model_copy(
        update={
            name: [part if part.brought else part.model_copy(update={"brought": brought}) for part in parts]
            for name, parts in ((name, getattr(record, name)) for name in MARKED)
        }
    )


def _files(row: ImportedRecord) -> dict[UUID, UUID]:
    return {UUID(there): UUID(here) for there, here in row.files.items()}


def _of(actor: Actor, client_id: UUID) -> "QuerySet[ImportedRecord]":
    group = group_of(actor.practice_id, client_id)
    rows = ImportedRecord.objects.filter(practice_id=actor.practice_id, client_id__in=group)
    return rows.select_related("by")
