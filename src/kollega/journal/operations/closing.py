"""Leaving a note: keep the draft, or go back to the last Save (N1, JR-1)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.journal.models import Note, NoteVersion
from kollega.journal.operations.locking import lock_draft, version_of
from kollega.journal.operations.writing import add_version
from kollega.journal.sealing import open_content
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation


@operation(requires=Permission.NOTE_WRITE)
def keep_draft(actor: Actor, *, note_id: UUID) -> None:
    """Leave the note with the text typed last; it stays among the notes to sign."""
    note = lock_draft(actor, note_id)
    record(actor, Action.CHANGE, "note", note.id, client_id=note.client_id, kind="kept")


@operation(requires=Permission.NOTE_WRITE)
def discard(actor: Actor, *, note_id: UUID) -> None:
    """Go back to the last Save; what was typed since stays among the versions. A never saved draft goes to the bin.

    Refuses with AlreadySigned, NotTheAuthor, NoteInBin, NotFound.
    """
    note = lock_draft(actor, note_id)
    if note.saved == 0:
        note.binned_at = actor.at
        note.save(update_fields=["binned_at"])
        record(actor, Action.DELETE, "note", note.id, client_id=note.client_id, kind="binned")
        return
    if note.head != note.saved:
        _go_back(actor, note, note.saved)
        note.saved = note.head
        note.save(update_fields=["saved"])
    record(actor, Action.CHANGE, "note", note.id, client_id=note.client_id, kind="discarded")


@operation(requires=Permission.NOTE_WRITE)
def take_back(actor: Actor, *, note_id: UUID) -> None:
    """Take a discarded draft out of the bin."""
    note = lock_draft(actor, note_id, binned=True)
    # Its days before it is put away again (T11) begin anew.
    note.binned_at, note.changed_at = None, actor.at
    note.save(update_fields=["binned_at", "changed_at"])
    record(actor, Action.CHANGE, "note", note.id, client_id=note.client_id, kind="taken_back")


@operation(requires=Permission.NOTE_WRITE)
def restore_version(actor: Actor, *, note_id: UUID, number: int) -> None:
    """Make an earlier version's text the newest one; refuses with NotFound for a number that is not there."""
    note = lock_draft(actor, note_id)
    _go_back(actor, note, number)
    record(actor, Action.CHANGE, "note", note.id, client_id=note.client_id, version=note.head, restored=number)


def _go_back(actor: Actor, note: Note, number: int) -> None:
    content = open_content(note.client_id, version_of(note, number))
    note.head = add_version(actor, note, content, NoteVersion.Kind.RESTORED)
    note.revision, note.changed_at = note.revision + 1, actor.at
    note.save(update_fields=["head", "latest", "revision", "changed_at"])
