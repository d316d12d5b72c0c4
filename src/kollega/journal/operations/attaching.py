"""Attaching documents of the client to a draft, and fixing them when it is signed (N4)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.documents.errors import DocumentInBin, DocumentLost
from kollega.documents.operations.changing import keep_for_good
from kollega.documents.queries.documents import documents_by_id
from kollega.documents.queries.integrity import fault_in
from kollega.journal.errors import TooManyAttachments
from kollega.journal.models import Attachment, Note
from kollega.journal.operations.locking import lock_draft
from kollega.journal.queries.attachments import attached_rows
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation

MOST_ATTACHMENTS = 20


@operation(requires=Permission.NOTE_WRITE)
def attach(actor: Actor, *, note_id: UUID, document_id: UUID) -> None:
    """Attach a document of the note's client to the actor's draft; nothing happens when it is attached already.

    Refuses with NotFound (also for another client's document), NotTheAuthor, AlreadySigned, NoteInBin, NoteLocked,
    DocumentInBin, TooManyAttachments.
    """
    note = lock_draft(actor, note_id)
    document = documents_by_id(actor, note.client_id, [document_id]).get(document_id)
    if document is None:
        raise NotFound
    if document.binned_at is not None:
        raise DocumentInBin
    there = attached_rows(actor.practice_id, note.id)
    if document_id not in {row.document_id for row in there}:
        if len(there) >= MOST_ATTACHMENTS:
            raise TooManyAttachments(most=MOST_ATTACHMENTS)
        Attachment.objects.create(
            id=new_id(),
            practice_id=actor.practice_id,
            note_id=note.id,
            document_id=document_id,
            digest=bytes.fromhex(document.sha256),
            at=actor.at,
        )
    record(actor, Action.CHANGE, "note", note.id, client_id=note.client_id, attached=str(document_id))


@operation(requires=Permission.NOTE_WRITE)
def detach(actor: Actor, *, note_id: UUID, document_id: UUID) -> None:
    """Take a document off the actor's draft; the document itself stays with the client.

    Refuses with NotFound when it is not attached, and like `attach`.
    """
    note = lock_draft(actor, note_id)
    rows = Attachment.objects.filter(practice_id=actor.practice_id, note_id=note.id, document_id=document_id)
    if not rows.delete()[0]:
        raise NotFound
    record(actor, Action.CHANGE, "note", note.id, client_id=note.client_id, detached=str(document_id))


def keep_attachments(actor: Actor, note: Note) -> list[Attachment]:
    """Fix the note's documents for good, each read in whole first; inside the signing operation.

    Refuses with DocumentInBin, and DocumentLost when a file is not what was attached.
    """
    rows = attached_rows(actor.practice_id, note.id)
    if rows:
        keep_for_good(actor, note.client_id, [row.document_id for row in rows])
    if any(fault_in(row.practice_id, row.document_id, bytes(row.digest)) for row in rows):
        raise DocumentLost
    return rows
