"""All notes of a client with everything that belongs to them, for handing the record out.

Inside a query or operation that has checked who may read the record, and that logs. Drafts that were never saved and
those in the bin are no part of the record.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from kollega.clients.queries.pointer import group_of
from kollega.journal.models import Addendum, Note, NoteVersion, Signature
from kollega.journal.queries.attachments import attached_rows
from kollega.journal.queries.checking import addendum_facts, facts_of, holds, link_of
from kollega.journal.queries.notes import content_or_none
from kollega.journal.rules.canonical import addendum_form, note_form
from kollega.journal.rules.content import Content
from kollega.journal.sealing import open_addendum
from kollega.kernel.actor import Actor
from kollega.platform.crypto import CannotOpen


@dataclass(frozen=True, slots=True)
class RecordedSignature:
    """`form` is the very text that was signed, empty when it cannot be read any more; `unchanged`: it still stands."""

    number: int
    name: str
    at: datetime
    authenticated_at: datetime
    digest: bytes
    previous: bytes
    form: bytes
    unchanged: bool


@dataclass(frozen=True, slots=True)
class RecordedAddendum:
    id: UUID
    number: int
    reason: str
    text: str
    author: str
    at: datetime
    marks_error: bool
    signature: RecordedSignature | None


@dataclass(frozen=True, slots=True)
class RecordedVersion:
    number: int
    kind: str
    at: datetime
    author: str
    content: Content | None


@dataclass(frozen=True, slots=True)
class RecordedNote:
    """One note. `attachments` are pairs of a document's id and the SHA-256 of its content in hexadecimal."""

    id: UUID
    author: str
    template: str
    status: str
    occurred_at: datetime
    changed_at: datetime
    appointment_id: UUID | None
    head: int
    content: Content | None
    signature: RecordedSignature | None
    addenda: tuple[RecordedAddendum, ...]
    attachments: tuple[tuple[UUID, str], ...]
    versions: tuple[RecordedVersion, ...]


@dataclass(frozen=True, slots=True)
class NoteChoice:
    """A note that can be chosen for handing out, without its text."""

    id: UUID
    occurred_at: datetime
    template: str
    author: str
    is_signed: bool


def notes_to_choose(actor: Actor, client_id: UUID) -> list[NoteChoice]:
    """Return the notes of the record, the newest first; inside a query that has checked and logs."""
    rows = _in_record(actor, client_id).select_related("author", "template_version__template")
    return [
        NoteChoice(
            id=note.id,
            occurred_at=note.occurred_at,
            template=note.template_version.template.name,
            author=note.author.display_name,
            is_signed=note.status == Note.Status.SIGNED,
        )
        for note in rows.order_by("-occurred_at", "-id")
    ]


def last_entry_at(actor: Actor, client_id: UUID) -> datetime | None:
    """Return when the client's notes were last written or added to; inside an operation or query."""
    notes = _in_record(actor, client_id)
    added = Addendum.objects.filter(practice_id=actor.practice_id, note__in=notes)
    moments = [notes.aggregate(last=Max("changed_at"))["last"], added.aggregate(last=Max("at"))["last"]]
    return max((moment for moment in moments if moment is not None), default=None)


def _in_record(actor: Actor, client_id: UUID) -> "QuerySet[Note]":
    group = group_of(actor.practice_id, client_id)
    mine = Note.objects.filter(practice_id=actor.practice_id, client_id__in=group, binned_at=None)
    return mine.exclude(status=Note.Status.DRAFT, saved=0)


def recorded_notes(actor: Actor, client_id: UUID, note_ids: Collection[UUID] = ()) -> list[RecordedNote]:
    """Return the client's notes by date, those of `note_ids` when any are given."""
    found = _in_record(actor, client_id)
    if note_ids:
        found = found.filter(id__in=note_ids)
    notes = list(found.select_related("author", "template_version__template").order_by("occurred_at", "id"))
    parts = _Parts(actor.practice_id, [note.id for note in notes])
    return [_note(note, parts) for note in notes]


class _Parts:
    """What belongs to the notes, in one query each."""

    def __init__(self, practice_id: UUID, note_ids: list[UUID]) -> None:
        self.versions: dict[UUID, list[NoteVersion]] = defaultdict(list)
        self.signatures: dict[UUID, list[Signature]] = defaultdict(list)
        self.addenda: dict[UUID, list[Addendum]] = defaultdict(list)
        mine = {"practice_id": practice_id, "note_id__in": note_ids}
        for version in NoteVersion.objects.filter(**mine).select_related("author").order_by("number"):
            self.versions[version.note_id].append(version)
        for signature in Signature.objects.filter(**mine).select_related("version", "addendum").order_by("number"):
            self.signatures[signature.note_id].append(signature)
        for addendum in Addendum.objects.filter(**mine).select_related("author").order_by("number"):
            self.addenda[addendum.note_id].append(addendum)


def _note(note: Note, parts: _Parts) -> RecordedNote:
    versions = parts.versions[note.id]
    opened = {version.number: content_or_none(note.client_id, version) for version in versions}
    attached = tuple((row.document_id, bytes(row.digest).hex()) for row in attached_rows(note.practice_id, note.id))
    facts = tuple(f"{document_id}:{digest}" for document_id, digest in attached)
    # A signature under a colleague's note is of neither: it stays with the note and is not handed out yet.
    by_addendum = {row.addendum_id: row for row in parts.signatures[note.id] if row.request_id is None}
    own = by_addendum.get(None)
    return RecordedNote(
        id=note.id,
        author=note.author.display_name,
        template=note.template_version.template.name,
        status=note.status,
        occurred_at=note.occurred_at,
        changed_at=note.changed_at,
        appointment_id=note.appointment_id,
        head=note.head,
        content=opened.get(note.head),
        signature=_signature(own, note, _signed_note(own, note, opened, facts)) if own else None,
        addenda=tuple(_addendum(row, note, by_addendum.get(row.id)) for row in parts.addenda[note.id]),
        attachments=attached,
        versions=tuple(
            RecordedVersion(row.number, row.kind, row.at, row.author.display_name, opened[row.number])
            for row in versions
        ),
    )


def _signed_note(row: Signature, note: Note, opened: dict[int, Content | None], facts: tuple[str, ...]) -> bytes:
    content = opened.get(row.version.number) if row.version else None
    if row.version is None or content is None:
        return b""
    return note_form(link_of(row), facts_of(note, row.version.number, content, facts))


def _addendum(row: Addendum, note: Note, signature: Signature | None) -> RecordedAddendum:
    try:
        reason, text = open_addendum(note.client_id, row)
    except CannotOpen:
        reason, text = "", ""
    form = addendum_form(link_of(signature), addendum_facts(note, row, reason, text)) if signature else b""
    return RecordedAddendum(
        id=row.id,
        number=row.number,
        reason=reason,
        text=text,
        author=row.author.display_name,
        at=row.at,
        marks_error=row.marks_error,
        signature=_signature(signature, note, form) if signature else None,
    )


def _signature(row: Signature, note: Note, form: bytes) -> RecordedSignature:
    return RecordedSignature(
        number=row.number,
        name=row.signed_name,
        at=row.signed_at,
        authenticated_at=row.authenticated_at,
        digest=bytes(row.digest),
        previous=bytes(row.previous),
        form=form,
        unchanged=bool(form) and holds(row, note),
    )
