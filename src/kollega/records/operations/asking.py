"""Asking for an export, and stopping it."""

from collections.abc import Collection
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.queries.access import require_record
from kollega.journal.queries.whole_record import notes_to_choose
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.holding import hold
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.records.enums import State, What
from kollega.records.errors import ExportOver, TooManyExports
from kollega.records.models import Export
from kollega.records.queries.exports import own_export

MOST_UNDER_WAY = 3
LANGUAGES = ("sv", "nb", "de", "fr", "en")
UNDER_WAY = (State.WAITING, State.RUNNING)
LANGUAGE_WRONG = N_("Choose one of the languages.")
ONLY_THE_PDF = N_("Chosen notes come as PDF. The archive and the report are always whole.")


@operation(requires=Permission.RECORD_EXPORT)
def ask_for_export(
    actor: Actor, *, client_id: UUID, what: What, language: str, note_ids: Collection[UUID] = ()
) -> UUID:
    """Begin an export as a job and return its id. `note_ids`: only these notes, as PDF.

    Refuses with NotFound outside the care and for a note that is not this client's, BadInput, TooManyExports.
    """
    require_record(actor, client_id)
    if language not in LANGUAGES:
        raise BadInput(fields={"language": LANGUAGE_WRONG})
    if note_ids and what is not What.PDF:
        raise BadInput(fields={"note_ids": ONLY_THE_PDF})
    if not set(note_ids) <= {note.id for note in notes_to_choose(actor, client_id)}:
        raise NotFound
    hold([b"exports|" + actor.own_membership.bytes])
    under_way = Export.objects.filter(practice_id=actor.practice_id, by_id=actor.own_membership, state__in=UNDER_WAY)
    if under_way.count() >= MOST_UNDER_WAY:
        raise TooManyExports(most=MOST_UNDER_WAY)
    row = Export.objects.create(
        id=new_id(),
        practice_id=actor.practice_id,
        client_id=client_id,
        by_id=actor.own_membership,
        what=what,
        language=language,
        note_ids=sorted(set(note_ids)),
        asked_at=actor.at,
    )
    record(actor, Action.CREATE, "record_export", row.id, client_id=client_id, what=what.value, chosen=len(note_ids))
    emit("records.export_wanted", practice_id=actor.practice_id, export_id=str(row.id))
    return row.id


@operation(requires=Permission.RECORD_EXPORT)
def stop_export(actor: Actor, *, export_id: UUID) -> None:
    """Stop an export that is under way; nothing of it stays. Refuses with NotFound, ExportOver."""
    row = own_export(actor, export_id, lock=True)
    if not State(row.state).is_under_way:
        raise ExportOver
    row.state, row.finished_at = State.STOPPED, actor.at
    row.save(update_fields=["state", "finished_at"])
    record(actor, Action.CANCEL, "record_export", row.id, client_id=row.client_id)
