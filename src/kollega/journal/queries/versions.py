"""The versions of a note, and two of them compared (N3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.clients.queries.access import ClientHead
from kollega.journal.models import Note, NoteVersion
from kollega.journal.queries.notes import content_or_none, readable_note
from kollega.journal.rules.compare import SectionDifference, compare
from kollega.journal.rules.content import Content
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    kind: str
    at: datetime
    author_name: str
    words: int
    is_head: bool


@dataclass(frozen=True, slots=True)
class Versions:
    """Newest first. `may_restore` for the author of a draft."""

    note_id: UUID
    client: ClientHead
    occurred_at: datetime
    may_restore: bool
    rows: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    note_id: UUID
    client_id: UUID
    old: int
    new: int
    sections: tuple[SectionDifference, ...]


@dataclass(frozen=True, slots=True)
class OneVersion:
    note_id: UUID
    client_id: UUID
    number: int
    content: Content


def _listed(actor: Actor, result: Versions, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "note_versions", result.note_id, result.client.id)


def _compared(actor: Actor, result: Comparison, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "note_versions", result.note_id, result.client_id, {"numbers": [result.old, result.new]})


def _shown(actor: Actor, result: OneVersion, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "note_versions", result.note_id, result.client_id, {"numbers": [result.number]})


@query(requires=Permission.NOTE_READ, logs=_listed)
def versions(actor: Actor, *, note_id: UUID) -> Versions:
    """Return when and by whom the note's text was kept."""
    note, client = readable_note(actor, note_id)
    rows = _of(note).select_related("author").order_by("-number")
    return Versions(
        note_id=note.id,
        client=client,
        occurred_at=note.occurred_at,
        may_restore=_may_restore(actor, note),
        rows=tuple(
            VersionRow(row.number, row.kind, row.at, row.author.display_name, row.words, row.number == note.head)
            for row in rows
        ),
    )


@query(requires=Permission.NOTE_READ, logs=_compared)
def compare_versions(actor: Actor, *, note_id: UUID, old: int, new: int) -> Comparison:
    """Return what changed from version `old` to version `new`; NotFound for a number that is not there."""
    note, client = readable_note(actor, note_id)
    return Comparison(note.id, client.id, old, new, compare(_content(note, old), _content(note, new)))


@query(requires=Permission.NOTE_READ, logs=_shown)
def version(actor: Actor, *, note_id: UUID, number: int) -> OneVersion:
    """Return the text of one version."""
    note, client = readable_note(actor, note_id)
    return OneVersion(note.id, client.id, number, _content(note, number))


def _may_restore(actor: Actor, note: Note) -> bool:
    return note.status == Note.Status.DRAFT and note.author_id == actor.membership_id and note.locked_at is None


def _of(note: Note) -> Any:
    return NoteVersion.objects.filter(practice_id=note.practice_id, note_id=note.id)


def _content(note: Note, number: int) -> Content:
    row = _of(note).filter(number=number).first()
    content = content_or_none(note.client_id, row) if row else None
    if content is None:
        raise NotFound
    return content
