"""A member's own exports: nobody else knows of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kollega.clients.queries.access import ClientHead, require_record
from kollega.journal.queries.whole_record import NoteChoice, notes_to_choose
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform import files
from kollega.platform.operations import Action, Entry, query
from kollega.records.enums import State, What
from kollega.records.errors import ExportExpired, ExportNotReady
from kollega.records.models import Export
from kollega.records.queries.imported import ImportedRow, imported_rows

SHOWN = 10
MEDIA = {What.PDF: "application/pdf", What.ACCESS: "application/pdf", What.ZIP: "application/zip"}
NAMES = {What.PDF: "record.pdf", What.ACCESS: "access.pdf", What.ZIP: "record.zip"}


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One export. `note_count` is how many notes were chosen, 0 for all; `size` in bytes."""

    id: UUID
    client_id: UUID
    what: What
    language: str
    note_count: int
    state: State
    done: int
    total: int
    size: int
    sha256: str
    asked_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandingOut:
    """What the page about handing a record out shows."""

    client: ClientHead
    exports: tuple[ExportRow, ...]
    notes: tuple[NoteChoice, ...]
    imported: tuple[ImportedRow, ...]


@dataclass(frozen=True, slots=True)
class OpenedExport:
    """`chunks` can be read once, also after the transaction."""

    row: ExportRow
    name: str
    media_type: str
    chunks: Iterator[bytes]


def _listed(actor: Actor, result: HandingOut, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "record_export_list", client_id=given["client_id"])


@query(requires=Permission.RECORD_EXPORT, logs=_listed)
def handing_out(actor: Actor, *, client_id: UUID) -> HandingOut:
    """Return the actor's last exports of a client and the notes to choose from. NotFound outside the care."""
    head = require_record(actor, client_id)
    rows = _own(actor).filter(client_id=client_id).order_by("-asked_at", "-id")[:SHOWN]
    return HandingOut(
        client=head,
        exports=tuple(row_of(row, actor) for row in rows),
        notes=tuple(notes_to_choose(actor, client_id)),
        imported=tuple(imported_rows(actor, client_id)),
    )


@query(requires=Permission.RECORD_EXPORT)
def export(actor: Actor, *, export_id: UUID) -> ExportRow:
    """Return one of the actor's own exports; nothing of the record is in it. NotFound for anybody else."""
    return row_of(own_export(actor, export_id), actor)


def _downloaded(actor: Actor, result: OpenedExport, given: dict[str, Any]) -> Entry:
    detail = {"what": result.row.what.value, "sha256": result.row.sha256}
    return Entry(Action.EXPORT, "record_file", result.row.id, result.row.client_id, detail)


@query(requires=Permission.RECORD_EXPORT, logs=_downloaded)
def download_export(actor: Actor, *, export_id: UUID) -> OpenedExport:
    """Open the file; each time with the rights of that moment, each time logged (UE-2, UE-8).

    Refuses with NotFound for anybody but who asked for it and still takes part in the care, ExportNotReady,
    ExportExpired.
    """
    row = own_export(actor, export_id)
    shown = row_of(row, actor)
    if shown.state is State.EXPIRED:
        raise ExportExpired
    if shown.state is not State.DONE or row.file is None:
        raise ExportNotReady
    try:
        chunks = files.contents(actor.practice_id, row.file)
    except (files.FileGone, files.FileDamaged) as error:
        raise ExportExpired from error
    return OpenedExport(shown, NAMES[shown.what], MEDIA[shown.what], chunks)


def own_export(actor: Actor, export_id: UUID, *, lock: bool = False) -> Export:
    """Inside an operation or query: the actor's own export of a client in whose care they take part, or NotFound."""
    rows = _own(actor).select_for_update(no_key=True) if lock else _own(actor)
    row = rows.filter(id=export_id).first()
    if row is None:
        raise NotFound
    require_record(actor, row.client_id)
    return row


def row_of(row: Export, actor: Actor) -> ExportRow:
    over = row.state == State.DONE and row.expires_at is not None and row.expires_at <= actor.at
    return ExportRow(
        id=row.id,
        client_id=row.client_id,
        what=What(row.what),
        language=row.language,
        note_count=len(row.note_ids),
        state=State.EXPIRED if over else State(row.state),
        done=row.done,
        total=row.total,
        size=row.size,
        sha256=bytes(row.digest).hex(),
        asked_at=row.asked_at,
        expires_at=row.expires_at,
    )


def _own(actor: Actor) -> "QuerySet[Export]":
    return Export.objects.filter(practice_id=actor.practice_id, by_id=actor.membership_id)
