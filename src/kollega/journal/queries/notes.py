"""One note opened: text, signature, addenda, versions. Every opening is logged (L1, AL-1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kollega.clients.queries.access import ClientHead, require_record
from kollega.journal.models import Addendum, Note, NoteVersion, Signature, SignRequest
from kollega.journal.queries.attachments import AttachmentView, attachments_of
from kollega.journal.queries.checking import is_unchanged
from kollega.journal.queries.destroyed import DestroyedView, destroyed_view
from kollega.journal.rules.content import Content
from kollega.journal.sealing import open_addendum, open_content, refusal_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import CannotOpen
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.memberships import membership_in_practice
from kollega.scheduling.queries.visits import VisitFacts, visit_facts


@dataclass(frozen=True, slots=True)
class SignatureView:
    """`number` is the place in the practice's chain, `digest` the hash in hexadecimal."""

    name: str
    at: datetime
    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class AddendumView:
    """A later entry. `marks_error`: it has no text and says that the note was entered in error."""

    id: UUID
    number: int
    reason: str
    text: str
    signature: SignatureView
    marks_error: bool


@dataclass(frozen=True, slots=True)
class CountersignView:
    """A colleague asked to sign a note too. `reason` is why they refused; `signature` is theirs."""

    id: UUID
    asked_id: UUID
    name: str
    kind: str
    state: str
    at: datetime
    answered_at: datetime | None
    reason: str
    signature: SignatureView | None


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """`unsaved` says that the text in force is newer than the last Save; `is_unchanged` is None for a draft.

    `is_locked`: an unsigned draft that is only to be signed. `content` is None when a signed text was tampered with and
    cannot be opened any more.
    """

    id: UUID
    client: ClientHead
    author_id: UUID
    author_name: str
    visit: VisitFacts | None
    template_name: str
    status: str
    occurred_at: datetime
    changed_at: datetime
    revision: int
    head: int
    words: int
    is_mine: bool
    was_saved: bool
    unsaved: bool
    in_bin: bool
    is_locked: bool
    content: Content | None
    signature: SignatureView | None
    addenda: tuple[AddendumView, ...]
    error_mark: AddendumView | None
    countersigns: tuple[CountersignView, ...]
    attachments: tuple[AttachmentView, ...]
    is_unchanged: bool | None
    destroyed: DestroyedView | None = None

    @property
    def appointment_id(self) -> UUID | None:
        return self.visit.id if self.visit else None

    @property
    def is_signed(self) -> bool:
        """Also when somebody with the database's rights took the mark away: it has a signature."""
        return self.status == Note.Status.SIGNED or self.signature is not None

    @property
    def may_be_signed(self) -> bool:
        """Whether its reader may sign it as it stands, without opening it for writing (T11)."""
        return self.is_locked and self.is_mine


def _opened(actor: Actor, opened: OpenedNote, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "note", opened.id, opened.client.id)


@dataclass(frozen=True, slots=True)
class PrintableNote:
    """A note with the name of who prints it."""

    note: OpenedNote
    printed_by: str


def _printed(actor: Actor, printable: PrintableNote, given: dict[str, Any]) -> Entry:
    return Entry(Action.PRINT, "note", printable.note.id, printable.note.client.id)


@query(requires=Permission.NOTE_READ, logs=_opened)
def open_note(actor: Actor, *, note_id: UUID) -> OpenedNote:
    """Return the note for reading or writing. NotFound unless the actor takes part in the client's care."""
    return _open(actor, note_id)


@query(requires=Permission.NOTE_READ, logs=_printed)
def note_for_print(actor: Actor, *, note_id: UUID) -> PrintableNote:
    """The same, logged as printed (N10)."""
    note = _open(actor, note_id)
    own = membership_in_practice(actor.person_id, actor.practice_id) if actor.person_id else None
    return PrintableNote(note, own.display_name if own else "")


@dataclass(frozen=True, slots=True)
class VisitToWrite:
    """A visit that the actor may write a note about; `note_id` is their own note of it about this client, if any."""

    visit: VisitFacts
    client: ClientHead
    note_id: UUID | None


def _visit_read(actor: Actor, result: VisitToWrite, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "appointment", result.visit.id, result.client.id)


@query(requires=Permission.NOTE_WRITE, logs=_visit_read)
def visit_to_write(actor: Actor, *, appointment_id: UUID, client_id: UUID | None = None) -> VisitToWrite:
    """Return the visit with one of its clients, the first one when none is named.

    NotFound for a client who has no part in the visit, or whose record the actor may not read.
    """
    visit = visit_facts(actor.practice_id, appointment_id)
    if visit is None or client_id not in (None, *visit.client_ids):
        raise NotFound
    client = require_record(actor, client_id or visit.client_id)
    own = Note.objects.filter(
        practice_id=actor.practice_id,
        author_id=actor.membership_id,
        appointment_id=visit.id,
        client_id=client.id,
        binned_at=None,
    )
    return VisitToWrite(visit, client, not_in_error(own).order_by("started_at").values_list("id", flat=True).first())


@dataclass(frozen=True, slots=True)
class LastNote:
    id: UUID
    client_id: UUID
    occurred_at: datetime
    author_name: str
    content: Content


def _last_read(actor: Actor, last: LastNote | None, given: dict[str, Any]) -> Entry | None:
    return Entry(Action.READ, "note", last.id, last.client_id) if last else None


@query(requires=Permission.NOTE_READ, logs=_last_read)
def last_note(actor: Actor, *, note_id: UUID) -> LastNote | None:
    """Return the client's newest signed note before this one, to look at while writing."""
    note, client = readable_note(actor, note_id)
    earlier = Note.objects.select_related("author").filter(
        practice_id=actor.practice_id,
        client_id=client.id,
        status=Note.Status.SIGNED,
        occurred_at__lte=note.occurred_at,
    )
    found = not_in_error(earlier).exclude(id=note.id).order_by("-occurred_at", "-id").first()
    if found is None:
        return None
    content = content_or_none(client.id, head_of(found))
    return LastNote(found.id, client.id, found.occurred_at, found.author.display_name, content) if content else None


def readable_note(actor: Actor, note_id: UUID) -> tuple[Note, ClientHead]:
    """Inside an operation or query: the note and its client, or NotFound."""
    note = (
        Note.objects.select_related("author", "template_version__template")
        .filter(practice_id=actor.practice_id, id=note_id)
        .first()
    )
    if note is None:
        raise NotFound
    client = require_record(actor, note.client_id)
    if note.binned_at is not None and note.author_id != actor.membership_id:
        raise NotFound
    return note, client


def _open(actor: Actor, note_id: UUID) -> OpenedNote:
    note, client = readable_note(actor, note_id)
    head = head_of(note)
    signed = signed_parts(note)
    locked = note.status == Note.Status.SIGNED or signed.any
    return OpenedNote(
        id=note.id,
        client=client,
        author_id=note.author_id,
        author_name=note.author.display_name,
        visit=visit_facts(note.practice_id, note.appointment_id) if note.appointment_id else None,
        template_name=note.template_version.template.name,
        status=note.status,
        occurred_at=note.occurred_at,
        changed_at=note.changed_at,
        revision=note.revision,
        head=note.head,
        words=head.words,
        is_mine=note.author_id == actor.membership_id,
        was_saved=note.saved > 0,
        unsaved=note.head != note.saved,
        in_bin=note.binned_at is not None,
        is_locked=note.locked_at is not None and not locked,
        content=content_or_none(client.id, head),
        signature=signed.signature,
        addenda=signed.addenda,
        error_mark=signed.error_mark,
        countersigns=signed.countersigns,
        attachments=attachments_of(actor, client.id, note.id),
        is_unchanged=is_unchanged(note) if locked else None,
        destroyed=destroyed_view(note.practice_id, note.id) if locked else None,
    )


@dataclass(frozen=True, slots=True)
class SignedParts:
    """What was signed about a note; the mark that it was entered in error stands apart from the addenda."""

    signature: SignatureView | None
    addenda: tuple[AddendumView, ...]
    error_mark: AddendumView | None
    countersigns: tuple[CountersignView, ...]

    @property
    def any(self) -> bool:
        return self.signature is not None or bool(self.addenda) or self.error_mark is not None


def head_of(note: Note) -> NoteVersion:
    """Return the version in force."""
    return NoteVersion.objects.get(practice_id=note.practice_id, note_id=note.id, number=note.head)


def signed_parts(note: Note) -> SignedParts:
    """Return a note's signature and its addenda with theirs; inside an operation or query that may show them."""
    signatures = Signature.objects.filter(practice_id=note.practice_id, note_id=note.id).order_by("number")
    rows = list(signatures.select_related("addendum"))
    later = [_addendum(note.client_id, row, row.addendum) for row in rows if row.addendum is not None]
    return SignedParts(
        next((_signature(row) for row in rows if row.addendum_id is None and row.request_id is None), None),
        tuple(one for one in later if not one.marks_error),
        next((one for one in later if one.marks_error), None),
        _countersigns(note, {row.request_id: row for row in rows if row.request_id}),
    )


def not_in_error(notes: "QuerySet[Note]") -> "QuerySet[Note]":
    """Leave out the notes that were entered in error: they are in the history, not in the reading view (JR-8)."""
    return notes.exclude(marked_in_error())


def marked_in_error() -> Exists:
    """Condition on a note: somebody signed that it was entered in error."""
    marks = Addendum.objects.filter(practice_id=OuterRef("practice_id"), note_id=OuterRef("id"), marks_error=True)
    return Exists(marks)


def content_or_none(client_id: UUID, version: NoteVersion) -> Content | None:
    try:
        return open_content(client_id, version)
    except CannotOpen:
        return None


def _signature(row: Signature) -> SignatureView:
    return SignatureView(row.signed_name, row.signed_at, row.number, bytes(row.digest).hex())


def _countersigns(note: Note, signatures: dict[UUID, Signature]) -> tuple[CountersignView, ...]:
    requests = SignRequest.objects.filter(practice_id=note.practice_id, note_id=note.id).select_related("asked")
    return tuple(
        CountersignView(
            id=row.id,
            asked_id=row.asked_id,
            name=row.asked.display_name,
            kind=row.kind,
            state=row.state,
            at=row.at,
            answered_at=row.answered_at,
            reason=refusal_of(note.client_id, row),
            signature=_signature(signatures[row.id]) if row.id in signatures else None,
        )
        for row in requests.exclude(state=SignRequest.State.WITHDRAWN).order_by("at", "id")
    )


def _addendum(client_id: UUID, row: Signature, addendum: Addendum) -> AddendumView:
    try:
        reason, text = open_addendum(client_id, addendum)
    except CannotOpen:
        reason, text = "", ""
    return AddendumView(addendum.id, addendum.number, reason, text, _signature(row), addendum.marks_error)
