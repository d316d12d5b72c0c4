"""Emptying the bin: never saved drafts that were discarded thirty days ago (N1)."""

from datetime import timedelta

from kollega.audit.operations.recording import record
from kollega.journal.models import Attachment, Note, NoteVersion
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation

KEPT_FOR = timedelta(days=30)


@operation(requires=Permission.NOTE_WRITE)
def empty_bin(actor: Actor) -> int:
    """Delete what was discarded thirty days ago and never saved; return how many. Run by the scheduler."""
    due = Note.objects.select_for_update().filter(
        practice_id=actor.practice_id,
        status=Note.Status.DRAFT,
        saved=0,
        binned_at__lte=actor.at - KEPT_FOR,
    )
    ids = list(due.values_list("id", flat=True))
    Attachment.objects.filter(practice_id=actor.practice_id, note_id__in=ids).delete()
    NoteVersion.objects.filter(practice_id=actor.practice_id, note_id__in=ids).delete()
    Note.objects.filter(practice_id=actor.practice_id, id__in=ids).delete()
    record(actor, Action.DELETE, "note", count=len(ids), kind="bin_emptied")
    return len(ids)
