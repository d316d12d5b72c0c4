"""Save and sign: the text is locked for good (N4, JR-5 to JR-7)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.journal.errors import NoteChanged
from kollega.journal.models import Note, NoteVersion, Signature
from kollega.journal.operations.attaching import keep_attachments
from kollega.journal.operations.chain import add_link, require_fresh
from kollega.journal.operations.locking import lock_draft, version_of
from kollega.journal.operations.writing import add_version
from kollega.journal.queries.attachments import facts_about
from kollega.journal.queries.checking import facts_of
from kollega.journal.rules.canonical import note_form
from kollega.journal.rules.content import Content, is_empty
from kollega.journal.sealing import open_content
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.scheduling.operations.settling import settle

NOTHING_WRITTEN = N_("Write something before you sign.")


@dataclass(frozen=True, slots=True)
class Signed:
    """`number` is the place in the practice's chain, `digest` the hash in hexadecimal."""

    note_id: UUID
    number: int
    digest: str
    at: datetime


@operation(requires=Permission.NOTE_SIGN)
def sign(actor: Actor, *, note_id: UUID, base: int, attachments: Collection[UUID] | None = None) -> Signed:
    """Lock the note with the text of revision `base`; only its author may, freshly authenticated.

    `attachments` are the documents that the signer saw, None when not asked. Of two tries at once one holds. Refuses
    with FreshLoginNeeded, NoteChanged (text or attachments are others by now), AlreadySigned, NotTheAuthor, NoteInBin,
    BadInput when nothing is written, DocumentInBin, DocumentLost, NotFound.
    """
    note = lock_draft(actor, note_id, to_sign=True)
    require_fresh(actor)
    if note.revision != base:
        raise NoteChanged(revision=note.revision)
    content = open_content(note.client_id, version_of(note, note.head))
    if is_empty(content):
        raise BadInput(fields={"text": NOTHING_WRITTEN})
    attached = keep_attachments(actor, note)
    if attachments is not None and set(attachments) != {row.document_id for row in attached}:
        raise NoteChanged(revision=note.revision)
    signature = _lock_for_good(actor, note, content, facts_about(attached))
    settle(actor, note.appointment_id)
    hexadecimal = bytes(signature.digest).hex()
    # The log is the second witness of the chain: it is sealed and anchored apart from these tables.
    record(
        actor,
        Action.SIGN,
        "note",
        note.id,
        client_id=note.client_id,
        version=note.head,
        number=signature.number,
        digest=hexadecimal,
    )
    emit("journal.signed", practice_id=actor.practice_id, note_id=str(note.id))
    return Signed(note.id, signature.number, hexadecimal, actor.at)


def _lock_for_good(actor: Actor, note: Note, content: Content, attachments: tuple[str, ...]) -> Signature:
    number = add_version(actor, note, content, NoteVersion.Kind.SIGNED)
    facts = facts_of(note, number, content, attachments)
    signature = add_link(actor, note.id, lambda link: note_form(link, facts), version=version_of(note, number))
    note.head = note.saved = number
    note.status, note.revision, note.changed_at = Note.Status.SIGNED, note.revision + 1, actor.at
    note.save(update_fields=["status", "head", "saved", "latest", "revision", "changed_at"])
    return signature
