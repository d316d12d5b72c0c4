"""Whether one signature still stands for what is stored. Inside an operation or query."""

from collections.abc import Iterable
from uuid import UUID

from kollega.journal.models import Addendum, Note, NoteVersion, Signature, SignRequest
from kollega.journal.queries.attachments import attachment_facts, files_are_there
from kollega.journal.queries.destroyed import is_destroyed
from kollega.journal.rules.canonical import (
    AddendumFacts,
    CountersignFacts,
    Link,
    NoteFacts,
    addendum_form,
    countersign_form,
    digest,
    note_form,
)
from kollega.journal.rules.content import Content
from kollega.journal.sealing import open_addendum, open_content
from kollega.platform.crypto import CannotOpen, is_authentic


def note_holds(signature: Signature, note: Note, version: NoteVersion) -> bool:
    """Whether the note's text and facts are the signed ones and the signature was made here."""
    if note.status != Note.Status.SIGNED or version.number != note.head or signature.signed_by_id != note.author_id:
        return False
    if not version.sealed:
        return is_destroyed(note.practice_id, note.id)
    try:
        content = open_content(note.client_id, version)
    except (CannotOpen, ValueError, KeyError, TypeError):
        return False
    facts = facts_of(note, version.number, content, attachment_facts(note.practice_id, note.id))
    return _authentic(signature, note_form(link_of(signature), facts))


def addendum_holds(signature: Signature, note: Note, addendum: Addendum) -> bool:
    """Whether the addendum's reason, text and facts are the signed ones."""
    if not addendum.sealed:
        return is_destroyed(note.practice_id, note.id)
    try:
        reason, text = open_addendum(note.client_id, addendum)
    except (CannotOpen, ValueError, KeyError, TypeError):
        return False
    return _authentic(signature, addendum_form(link_of(signature), addendum_facts(note, addendum, reason, text)))


def countersign_holds(signature: Signature, note: Note, request: SignRequest) -> bool:
    """Whether a colleague's signature stands under the author's signature that is there, and the request is theirs."""
    of_author = signature_of(note.practice_id, note.id)
    if of_author is None or request.state != SignRequest.State.SIGNED or request.asked_id != signature.signed_by_id:
        return False
    facts = countersign_facts(note, request, bytes(of_author.digest))
    return request.note_id == note.id and _authentic(signature, countersign_form(link_of(signature), facts))


def signature_of(practice_id: UUID, note_id: UUID) -> Signature | None:
    """Return the author's signature of a note."""
    found = Signature.objects.filter(practice_id=practice_id, note_id=note_id, addendum=None, request=None)
    return found.order_by("number").first()


def countersigned(practice_id: UUID, note_id: UUID) -> list[UUID]:
    """Return the requests under a note that say they were signed."""
    found = SignRequest.objects.filter(practice_id=practice_id, note_id=note_id, state=SignRequest.State.SIGNED)
    return list(found.values_list("id", flat=True))


def is_unchanged(note: Note) -> bool:
    """Whether a signed note and all its addenda are as they were signed, and its attachments are still there."""
    signatures = Signature.objects.filter(practice_id=note.practice_id, note_id=note.id)
    rows = list(signatures.select_related("version", "addendum", "request"))
    addenda = Addendum.objects.filter(practice_id=note.practice_id, note_id=note.id).values_list("id", flat=True)
    if _of_note(rows) != 1 or {row.addendum_id for row in rows if row.addendum_id} != set(addenda):
        return False
    if {row.request_id for row in rows if row.request_id} != set(countersigned(note.practice_id, note.id)):
        return False
    there = files_are_there(note.practice_id, note.id) or is_destroyed(note.practice_id, note.id)
    return there and all(holds(row, note) for row in rows)


def holds(signature: Signature, note: Note) -> bool:
    """Whether the signature (with its version or addendum loaded) stands for what is stored."""
    if signature.request is not None:
        return countersign_holds(signature, note, signature.request)
    if signature.addendum is not None:
        return addendum_holds(signature, note, signature.addendum)
    return signature.version is not None and note_holds(signature, note, signature.version)


def link_of(signature: Signature) -> Link:
    return Link(
        practice_id=signature.practice_id,
        number=signature.number,
        previous=bytes(signature.previous),
        signed_by=signature.signed_by_id,
        signed_name=signature.signed_name,
        signed_at=signature.signed_at,
        authenticated_at=signature.authenticated_at,
    )


def facts_of(note: Note, version: int, content: Content, attachments: tuple[str, ...] = ()) -> NoteFacts:
    """What a note's signature covers besides its place in the chain."""
    return NoteFacts(
        note_id=note.id,
        client_id=note.client_id,
        author_id=note.author_id,
        appointment_id=note.appointment_id,
        occurred_at=note.occurred_at,
        template_version_id=note.template_version_id,
        version=version,
        content=content,
        attachments=attachments,
    )


def addendum_facts(note: Note, addendum: Addendum, reason: str, text: str) -> AddendumFacts:
    """What an addendum's signature covers besides its place in the chain."""
    return AddendumFacts(
        addendum_id=addendum.id,
        note_id=note.id,
        client_id=note.client_id,
        author_id=addendum.author_id,
        number=addendum.number,
        reason=reason,
        text=text,
        marks_error=addendum.marks_error,
    )


def countersign_facts(note: Note, request: SignRequest, signed: bytes) -> CountersignFacts:
    """What a colleague's signature covers besides its place in the chain."""
    return CountersignFacts(
        request_id=request.id,
        note_id=note.id,
        client_id=note.client_id,
        author_id=note.author_id,
        kind=request.kind,
        signed=signed,
    )


def _authentic(signature: Signature, form: bytes) -> bool:
    return bytes(signature.digest) == digest(form) and is_authentic(
        signature.practice_id, signature.key_id, form, bytes(signature.tag)
    )


def _of_note(rows: Iterable[Signature]) -> int:
    return sum(1 for row in rows if row.addendum_id is None and row.request_id is None)
