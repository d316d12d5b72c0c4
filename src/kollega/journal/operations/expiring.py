"""Drafts that nobody touched for the team's number of days (T11): to the bin, or locked once they were saved."""

from datetime import datetime, timedelta

from kollega.audit.operations.recording import record_all
from kollega.journal.models import Note
from kollega.journal.queries.expiring import untouched_since
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, note_written, operation
from kollega.practices.queries.team_settings import team_settings_of


@operation(requires=Permission.NOTE_WRITE)
def put_away_drafts(actor: Actor) -> int:
    """Put away what was untouched for too long and return how much. Run by the scheduler.

    A draft that was never saved goes to its author's bin, from where it can be taken back for thirty days. One that
    was saved once is locked as unsigned, and never deleted.
    """
    days = team_settings_of(actor.practice_id).draft_days
    due = untouched_since(actor.practice_id, actor.at - timedelta(days=days))
    notes = list(due.select_for_update(no_key=True))
    binned = [note for note in notes if note.saved == 0]
    locked = [note for note in notes if note.saved > 0]
    _mark(actor, binned, "binned_at", actor.at)
    _mark(actor, locked, "locked_at", actor.at)
    record_all(
        actor,
        [
            *(Entry(Action.DELETE, "note", note.id, note.client_id, {"kind": "expired"}) for note in binned),
            *(Entry(Action.CREATE, "note_lock", note.id, note.client_id, {"days": days}) for note in locked),
        ],
    )
    if not notes:
        # Somebody signed or saved the last one meanwhile: nothing was done, so nothing is written down.
        note_written(Entry(Action.CREATE, "note_lock"))
    return len(notes)


def _mark(actor: Actor, notes: list[Note], column: str, at: datetime) -> None:
    ids = [note.id for note in notes]
    Note.objects.filter(practice_id=actor.practice_id, id__in=ids).update(**{column: at})
