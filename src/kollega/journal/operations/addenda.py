"""Later entries to a signed note, and the mark *entered in error*; the original stays as it is (N4, JR-3, JR-8)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.queries.access import require_record
from kollega.journal.errors import AlreadyMarkedInError, NotSigned, NotTheirsToMark
from kollega.journal.models import Addendum, Note
from kollega.journal.operations.chain import add_link, require_fresh
from kollega.journal.operations.locking import lock_note
from kollega.journal.queries.checking import addendum_facts
from kollega.journal.rules.canonical import addendum_form
from kollega.journal.rules.content import LONGEST_SECTION, cleaned
from kollega.journal.sealing import seal_addendum
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit

LONGEST_REASON = 200
NO_REASON = N_("Enter a reason.")
LONG_REASON = N_("Enter a reason of at most 200 characters.")
NO_TEXT = N_("Enter the text of the addendum.")
LONG_TEXT = N_("The text is too long for one addendum.")


@operation(requires=Permission.NOTE_SIGN)
def add_addendum(actor: Actor, *, note_id: UUID, reason: str, text: str) -> UUID:
    """Add and sign a later entry by a clinician of the client's care; return its id.

    Refuses with FreshLoginNeeded, NotSigned, BadInput, NotFound.
    """
    note = _lock_signed(actor, note_id)
    require_fresh(actor)
    reason, text = cleaned(reason).strip(), cleaned(text)
    _check({"reason": _wrong_reason(reason), "text": _wrong_text(text)})
    addendum_id = _sign(actor, note, reason, text)
    emit("journal.addendum_signed", practice_id=actor.practice_id, note_id=str(note.id))
    return addendum_id


@operation(requires=Permission.NOTE_SIGN)
def mark_in_error(actor: Actor, *, note_id: UUID, reason: str) -> UUID:
    """Sign that a note was entered in error, as in the wrong client's record; return the mark's id (N4, JR-8).

    The note leaves the reading view and its visit counts as not written up; text and mark stay readable and verified.
    Refuses with FreshLoginNeeded, NotSigned, NotTheirsToMark unless the actor wrote the note or is responsible for the
    client, AlreadyMarkedInError, BadInput, NotFound.
    """
    note = _lock_signed(actor, note_id)
    responsible = require_record(actor, note.client_id).responsible_id
    if actor.own_membership not in (note.author_id, responsible):
        raise NotTheirsToMark
    if Addendum.objects.filter(practice_id=actor.practice_id, note_id=note.id, marks_error=True).exists():
        raise AlreadyMarkedInError
    require_fresh(actor)
    reason = cleaned(reason).strip()
    _check({"reason": _wrong_reason(reason)})
    mark_id = _sign(actor, note, reason, "", marks_error=True)
    emit("journal.marked_in_error", practice_id=actor.practice_id, note_id=str(note.id))
    return mark_id


def _lock_signed(actor: Actor, note_id: UUID) -> Note:
    note = lock_note(actor, note_id)
    if note.status != Note.Status.SIGNED:
        raise NotSigned
    return note


def _sign(actor: Actor, note: Note, reason: str, text: str, *, marks_error: bool = False) -> UUID:
    """Store a later entry with its link of the chain and its row in the log."""
    number = Addendum.objects.filter(practice_id=actor.practice_id, note_id=note.id).count() + 1
    addendum = Addendum.objects.create(
        practice_id=actor.practice_id,
        note_id=note.id,
        number=number,
        sealed=seal_addendum(actor.practice_id, note.client_id, note.id, number, reason, text),
        author_id=actor.own_membership,
        at=actor.at,
        marks_error=marks_error,
    )
    facts = addendum_facts(note, addendum, reason, text)
    signature = add_link(actor, note.id, lambda link: addendum_form(link, facts), addendum=addendum)
    record(
        actor,
        Action.SIGN,
        "error_mark" if marks_error else "addendum",
        addendum.id,
        client_id=note.client_id,
        note=str(note.id),
        number=signature.number,
        digest=bytes(signature.digest).hex(),
    )
    return addendum.id


def _wrong_reason(reason: str) -> str:
    if not reason:
        return NO_REASON
    return LONG_REASON if len(reason) > LONGEST_REASON else ""


def _wrong_text(text: str) -> str:
    if not text.strip():
        return NO_TEXT
    return LONG_TEXT if len(text) > LONGEST_SECTION else ""


def _check(wrong: dict[str, str]) -> None:
    fields = {name: words for name, words in wrong.items() if words}
    if fields:
        raise BadInput(fields=fields)
