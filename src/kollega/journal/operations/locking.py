"""Fetching a note to change it: the author, or who may write in it too; the row is locked until the end."""

from uuid import UUID

from kollega.clients.queries.access import require_record
from kollega.journal.errors import AlreadySigned, NoteInBin, NoteLocked, NotTheAuthor, SharedToRead
from kollega.journal.models import Note, NoteVersion
from kollega.journal.queries.shares import level_of
from kollega.journal.rules.sharing import may_write
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound


def lock_note(actor: Actor, note_id: UUID) -> Note:
    """Return the note locked, or refuse with NotFound when the actor may not know about it."""
    found = _locked(actor, note_id)
    require_record(actor, found.client_id)
    return found


def lock_to_write(actor: Actor, note_id: UUID) -> Note:
    """Return a draft locked for its author, or for a colleague with whom it is shared to write in (N7).

    Refuses like `lock_draft`, and with SharedToRead.
    """
    found = _locked(actor, note_id)
    level = None if found.author_id == actor.own_membership else level_of(actor, note_id)
    if level is None:
        return lock_draft(actor, note_id)
    if not may_write(level):
        raise SharedToRead
    return _writable(found)


def _locked(actor: Actor, note_id: UUID) -> Note:
    # Without the key part, so that versions written on the same row do not wait for their own foreign key.
    found = Note.objects.select_for_update(no_key=True).filter(practice_id=actor.practice_id, id=note_id).first()
    if found is None:
        raise NotFound
    return found


def lock_draft(actor: Actor, note_id: UUID, *, binned: bool = False, to_sign: bool = False) -> Note:
    """Return the actor's own draft locked in the database.

    Refuses with NotTheAuthor, AlreadySigned, NoteInBin, and with NoteLocked unless it is only to be signed.
    """
    note = lock_note(actor, note_id)
    if note.author_id != actor.own_membership:
        raise NotTheAuthor
    return _writable(note, binned=binned, to_sign=to_sign)


def _writable(note: Note, *, binned: bool = False, to_sign: bool = False) -> Note:
    if note.status == Note.Status.SIGNED:
        raise AlreadySigned
    if note.binned_at is not None and not binned:
        raise NoteInBin
    if note.locked_at is not None and not to_sign:
        raise NoteLocked
    return note


def version_of(note: Note, number: int) -> NoteVersion:
    return NoteVersion.objects.get(practice_id=note.practice_id, note_id=note.id, number=number)
