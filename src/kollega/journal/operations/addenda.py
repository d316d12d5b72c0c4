"""Later entries to a signed note; the original stays as it is (N4, JR-3)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.journal.errors import NotSigned
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
    note = lock_note(actor, note_id)
    if note.status != Note.Status.SIGNED:
        raise NotSigned
    require_fresh(actor)
    reason, text = cleaned(reason).strip(), cleaned(text)
    _check(reason, text)
    number = Addendum.objects.filter(practice_id=actor.practice_id, note_id=note.id).count() + 1
    addendum = Addendum.objects.create(
        practice_id=actor.practice_id,
        note_id=note.id,
        number=number,
        sealed=seal_addendum(actor.practice_id, note.client_id, note.id, number, reason, text),
        author_id=actor.own_membership,
        at=actor.at,
    )
    facts = addendum_facts(note, addendum, reason, text)
    signature = add_link(actor, note.id, lambda link: addendum_form(link, facts), addendum=addendum)
    record(
        actor,
        Action.SIGN,
        "addendum",
        addendum.id,
        client_id=note.client_id,
        note=str(note.id),
        number=signature.number,
        digest=bytes(signature.digest).hex(),
    )
    emit("journal.addendum_signed", practice_id=actor.practice_id, note_id=str(note.id))
    return addendum.id


def _check(reason: str, text: str) -> None:
    fields: dict[str, str] = {}
    if not reason or len(reason) > LONGEST_REASON:
        fields["reason"] = LONG_REASON if reason else NO_REASON
    if not text.strip() or len(text) > LONGEST_SECTION:
        fields["text"] = LONG_TEXT if text.strip() else NO_TEXT
    if fields:
        raise BadInput(fields=fields)
