"""Destroying the texts of notes that two persons decided about; the database lets nothing else touch them."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.journal.models import Addendum, Attachment, Destruction, NoteVersion
from kollega.kernel.actor import Actor
from kollega.platform import files
from kollega.platform.operations import Action


def destroy_texts(actor: Actor, decision: Destruction) -> list[UUID]:
    """Empty every version and addendum of the decided notes; return the attached files that are to go afterwards.

    Inside the operation that confirmed the decision. Rows, signatures, hashes and the chain stay. A file that a note
    outside the decision holds too stays.
    """
    mine = {"practice_id": actor.practice_id, "note_id__in": decision.note_ids}
    NoteVersion.objects.filter(**mine).update(sealed=b"")
    Addendum.objects.filter(**mine).update(sealed=b"")
    for note_id in decision.note_ids:
        record(actor, Action.DELETE, "note_text", note_id, client_id=decision.client_id, decision=str(decision.id))
    held = Attachment.objects.filter(practice_id=actor.practice_id)
    others = held.exclude(note_id__in=decision.note_ids).values("document_id")
    gone = held.filter(note_id__in=decision.note_ids).exclude(document_id__in=others)
    return sorted(set(gone.values_list("document_id", flat=True)))


def remove_files(practice_id: UUID, document_ids: list[UUID]) -> None:
    """After the commit: take the attached files away."""
    for document_id in document_ids:
        files.remove(practice_id, document_id)
