"""Writing and deleting one's own process notes: no part of the record, so no versions and no signature (N9)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.catalogue.operations.enforcing import require_personal
from kollega.catalogue.rules.plans import Entitlement
from kollega.clients.queries.access import require_care
from kollega.journal.models import ProcessNote
from kollega.journal.operations.writing import GROWS_FOR, TOO_LONG, Sending
from kollega.journal.rules.content import LONGEST_SECTION, cleaned
from kollega.journal.sealing import open_process_note, seal_process_note
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, note_written, operation


@dataclass(frozen=True, slots=True)
class KeptProcessNote:
    """In force as `revision`; `other` is the text in force when the one handed in was typed on an older one."""

    revision: int
    at: datetime
    other: str | None = None


@operation(requires=Permission.NOTE_WRITE)
def start_process_note(actor: Actor, *, client_id: UUID) -> UUID:
    """Begin a process note about a client in the actor's care and return its id.

    Refuses with NotFound, and with NotInPlan when the actor's plan has no notes.
    """
    require_care(actor, client_id)
    if actor.person_id is not None:
        require_personal(actor, actor.person_id, Entitlement.NOTES)
    note_id = new_id()
    ProcessNote.objects.create(
        id=note_id,
        practice_id=actor.practice_id,
        client_id=client_id,
        author_id=actor.own_membership,
        sealed=seal_process_note(actor.practice_id, client_id, actor.own_membership, note_id, ""),
        started_at=actor.at,
        logged_at=actor.at,
        changed_at=actor.at,
    )
    record(actor, Action.CREATE, "process_note", note_id, client_id=client_id)
    return note_id


@operation(requires=Permission.NOTE_WRITE)
def keep_process_note(
    actor: Actor, *, process_note_id: UUID, text: str, base: int, sending: Sending | None = None
) -> KeptProcessNote:
    """Keep the text typed so far on revision `base`. The same sending twice is kept once.

    A text typed on an older revision is not stored: the answer carries the other one, and the caller asks which holds.
    Refuses with BadInput, and with NotFound for anybody but the author.
    """
    note = _lock_own(actor, process_note_id)
    text = cleaned(text)
    if len(text) > LONGEST_SECTION:
        raise BadInput(fields={"text": TOO_LONG})
    before = open_process_note(note)
    same_tab = sending is not None and note.tab == sending.tab
    if text == before or (same_tab and sending is not None and sending.sequence <= note.sequence):
        note_written(Entry(Action.CHANGE, "process_note", note.id, note.client_id))
        return KeptProcessNote(note.revision, note.changed_at)
    if base != note.revision and not same_tab:
        note_written(Entry(Action.CHANGE, "process_note", note.id, note.client_id))
        return KeptProcessNote(note.revision, note.changed_at, other=before)
    _store(actor, note, text, sending, logs=not same_tab or actor.at - note.logged_at >= GROWS_FOR)
    return KeptProcessNote(note.revision, note.changed_at)


@operation(requires=Permission.NOTE_WRITE)
def delete_process_note(actor: Actor, *, process_note_id: UUID) -> None:
    """Delete one's own process note for good; NotFound for anybody but the author."""
    note = _lock_own(actor, process_note_id)
    record(actor, Action.DELETE, "process_note", note.id, client_id=note.client_id)
    note.delete()


def _lock_own(actor: Actor, process_note_id: UUID) -> ProcessNote:
    rows = ProcessNote.objects.select_for_update().filter(practice_id=actor.practice_id, id=process_note_id)
    note = rows.filter(author_id=actor.own_membership).first()
    if note is None:
        raise NotFound
    require_care(actor, note.client_id)
    return note


def _store(actor: Actor, note: ProcessNote, text: str, sending: Sending | None, *, logs: bool) -> None:
    note.sealed = seal_process_note(note.practice_id, note.client_id, note.author_id, note.id, text)
    note.revision, note.changed_at = note.revision + 1, actor.at
    note.tab, note.sequence = (sending.tab, sending.sequence) if sending else (None, 0)
    if logs:
        note.logged_at = actor.at
        record(actor, Action.CHANGE, "process_note", note.id, client_id=note.client_id)
    else:
        note_written(Entry(Action.CHANGE, "process_note", note.id, note.client_id))
    note.save(update_fields=["sealed", "revision", "changed_at", "tab", "sequence", "logged_at"])
