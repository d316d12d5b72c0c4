"""Fetching a note to change it: the author only, the row locked until the transaction ends."""

from uuid import UUID

from kollega.clients.queries.access import require_record
from kollega.journal.errors import AlreadySigned, NoteInBin, NoteLocked, NotTheAuthor
from kollega.journal.models import Note, NoteVersion
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound


def lock_note(actor: Actor, note_id: UUID) -> Note:
    """Return the note locked, or refuse with NotFound when the actor may not know about it."""
    # Without the key part, so that versions written on the same row do not wait for their own foreign key.
    found = Note.objects.select_for_update(no_key=True).filter(practice_id=actor.practice_id, id=note_id).first()
    if found is None:
        raise NotFound
    require_record(actor, found.client_id)
    return found


def lock_draft(actor: Actor, note_id: UUID, *, binned: bool = False, to_sign: bool = False) -> Note:
    """Return the actor's own draft locked in the database.

    Refuses with NotTheAuthor, AlreadySigned, NoteInBin, and with NoteLocked unless it is only to be signed.
    """
    note = lock_note(actor, note_id)
    if note.author_id != actor.own_membership:
        raise NotTheAuthor
    if note.status == Note.Status.SIGNED:
        raise AlreadySigned
    if note.binned_at is not None and not binned:
        raise NoteInBin
    if note.locked_at is not None and not to_sign:
        raise NoteLocked
    return note


def version_of(note: Note, number: int) -> NoteVersion:
    return NoteVersion.objects.get(practice_id=note.practice_id, note_id=note.id, number=number)
