"""A therapist's own process notes (N9). Whatever their role, nobody else finds them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kollega.clients.queries.access import ClientHead, require_record
from kollega.journal.models import ProcessNote
from kollega.journal.rules.markup import excerpt
from kollega.journal.sealing import open_process_note
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import CannotOpen
from kollega.platform.operations import Action, Entry, query

EXCERPT = 160


@dataclass(frozen=True, slots=True)
class ProcessNoteRow:
    """`beginning` is empty where nothing is written yet or the text cannot be opened."""

    id: UUID
    started_at: datetime
    changed_at: datetime
    beginning: str


@dataclass(frozen=True, slots=True)
class OpenedProcessNote:
    """`text` is None when the stored text was tampered with and cannot be opened."""

    id: UUID
    client: ClientHead
    started_at: datetime
    changed_at: datetime
    revision: int
    text: str | None


def _listed(actor: Actor, result: list[ProcessNoteRow], given: dict[str, Any]) -> Entry | None:
    return Entry(Action.READ, "process_note_list", None, given["client_id"]) if result else None


def _opened(actor: Actor, result: OpenedProcessNote, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "process_note", result.id, result.client.id)


@query(requires=Permission.NOTE_WRITE, logs=_listed)
def own_process_notes(actor: Actor, *, client_id: UUID) -> list[ProcessNoteRow]:
    """Return the actor's own process notes about a client, newest first; NotFound outside the care."""
    require_record(actor, client_id)
    rows = _own(actor).filter(client_id=client_id).order_by("-started_at", "-id")
    return [
        ProcessNoteRow(row.id, row.started_at, row.changed_at, excerpt(_text_or_none(row) or "", EXCERPT))
        for row in rows
    ]


@query(requires=Permission.NOTE_WRITE, logs=_opened)
def open_own_process_note(actor: Actor, *, process_note_id: UUID) -> OpenedProcessNote:
    """Return one of the actor's process notes; NotFound for anybody else's and outside the care."""
    row = _own(actor).filter(id=process_note_id).first()
    if row is None:
        raise NotFound
    client = require_record(actor, row.client_id)
    return OpenedProcessNote(row.id, client, row.started_at, row.changed_at, row.revision, _text_or_none(row))


@query(requires=Permission.NOTE_WRITE)
def own_process_note_count(actor: Actor, *, client_id: UUID) -> int:
    """Return how many process notes the actor has about a client; a number only, so nothing is logged."""
    return _own(actor).filter(client_id=client_id).count()


def _own(actor: Actor) -> "QuerySet[ProcessNote]":
    return ProcessNote.objects.filter(practice_id=actor.practice_id, author_id=actor.own_membership)


def _text_or_none(row: ProcessNote) -> str | None:
    try:
        return open_process_note(row)
    except CannotOpen:
        return None
