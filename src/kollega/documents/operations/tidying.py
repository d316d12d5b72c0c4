"""What goes for good: documents a month in the bin, their files a day later, and what killed uploads left behind."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kollega.audit.operations.recording import record
from kollega.documents.models import Document
from kollega.documents.queries.documents import KEPT_IN_BIN
from kollega.kernel.actor import Actor
from kollega.platform import files
from kollega.platform.operations import Action
from kollega.platform.tenancy import tenant

# A backup that began before a row went still finds its file.
FILE_FOLLOWS = timedelta(days=1)


def remove_due(actor: Actor) -> int:
    """Take documents that were a month in the bin from everybody, and say so in the log; inside the duty's scope."""
    due = Document.objects.select_for_update(skip_locked=True).filter(
        practice_id=actor.practice_id, removed_at=None, kept_at=None, binned_at__lte=actor.at - KEPT_IN_BIN
    )
    rows = list(due.order_by("id"))
    for row in rows:
        row.removed_at = actor.at
        row.save(update_fields=["removed_at"])
        record(actor, Action.DELETE, "document_bin", row.id, client_id=row.client_id)
    return len(rows)


def delete_removed(practice_id: UUID, *, before: datetime) -> int:
    """Delete rows removed before this moment, then their files; opens its own transaction."""
    with tenant(practice_id), transaction.atomic():
        gone = Document.objects.filter(practice_id=practice_id, removed_at__lte=before)
        ids = list(gone.values_list("id", flat=True))
        gone.filter(id__in=ids).delete()
    for document_id in ids:
        files.remove(practice_id, document_id)
    return len(ids)


def forget_orphans(practice_id: UUID, *, before: datetime) -> int:
    """Take away files stored before this moment (the disk's time) that no row names: uploads that did not end well."""
    files.forget_arriving(practice_id, before=before)
    old = set(files.stored_ids(practice_id, before=before))
    with tenant(practice_id), transaction.atomic():
        known = set(Document.objects.filter(practice_id=practice_id, id__in=old).values_list("id", flat=True))
    for file_id in old - known:
        files.remove(practice_id, file_id)
    return len(old - known)
