"""Changing what is known of a document, the bin, and what a signed note holds for good."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.queries.access import require_record
from kollega.documents.errors import DocumentChanged, DocumentInBin, DocumentKept, NotYourDocument
from kollega.documents.labels import Label, label_of, seal_label
from kollega.documents.models import Document
from kollega.documents.operations.adding import check_date, checked_title
from kollega.documents.queries.documents import may_change
from kollega.documents.rules.media import Kind
from kollega.documents.rules.names import kept_name
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation


@operation(requires=Permission.DOCUMENT_ADD)
def change_document(
    actor: Actor, *, document_id: UUID, name: str, title: str, kind: Kind, dated_on: date | None, version: int
) -> int:
    """Rename, give another title, kind or date; the bytes never change. Returns the new version.

    Refuses with NotFound, NotYourDocument, DocumentKept, DocumentInBin, BadInput, and DocumentChanged when there is
    another version by now.
    """
    row = _lock(actor, document_id)
    if row.binned_at is not None:
        raise DocumentInBin
    if row.version != version:
        raise DocumentChanged(version=row.version)
    check_date(actor, dated_on)
    before = label_of(row)
    label = Label(kept_name(name) if name.strip() else before.name, checked_title(title))
    changed = [
        field
        for field, old, new in (
            ("name", before.name, label.name),
            ("title", before.title, label.title),
            ("kind", row.kind, str(kind)),
            ("dated_on", row.dated_on, dated_on),
        )
        if old != new
    ]
    row.label = seal_label(row.practice_id, row.client_id, row.id, label)
    row.kind, row.dated_on, row.version, row.changed_at = kind, dated_on, row.version + 1, actor.at
    row.save(update_fields=["label", "kind", "dated_on", "version", "changed_at"])
    record(actor, Action.CHANGE, "document", row.id, client_id=row.client_id, fields=changed)
    return row.version


@operation(requires=Permission.DOCUMENT_ADD)
def bin_document(actor: Actor, *, document_id: UUID) -> None:
    """Put it into the bin, from where it can be taken back for thirty days; nothing happens when it is there.

    Refuses with NotFound, NotYourDocument, DocumentKept.
    """
    row = _lock(actor, document_id)
    if row.binned_at is None:
        row.binned_at = row.changed_at = actor.at
        row.save(update_fields=["binned_at", "changed_at"])
    record(actor, Action.DELETE, "document", row.id, client_id=row.client_id)


@operation(requires=Permission.DOCUMENT_ADD)
def restore_document(actor: Actor, *, document_id: UUID) -> None:
    """Take it back out of the bin. Refuses with NotFound (also when it is removed for good), NotYourDocument."""
    row = _lock(actor, document_id)
    row.binned_at, row.changed_at = None, actor.at
    row.save(update_fields=["binned_at", "changed_at"])
    record(actor, Action.CHANGE, "document_bin", row.id, client_id=row.client_id)


def keep_for_good(actor: Actor, client_id: UUID, document_ids: Collection[UUID]) -> dict[UUID, str]:
    """Fix documents that a signed note holds and return their SHA-256 in hexadecimal; inside the signing operation.

    Refuses with NotFound for what is not a document of this client, DocumentInBin.
    """
    rows = Document.objects.select_for_update(no_key=True).filter(
        practice_id=actor.practice_id, client_id=client_id, id__in=document_ids, removed_at=None
    )
    found = {row.id: row for row in rows.order_by("id")}
    if found.keys() != set(document_ids):
        raise NotFound
    for row in found.values():
        if row.binned_at is not None:
            raise DocumentInBin
        if row.kept_at is None:
            row.kept_at = actor.at
            row.save(update_fields=["kept_at"])
    return {row.id: bytes(row.digest).hex() for row in found.values()}


def _lock(actor: Actor, document_id: UUID) -> Document:
    rows = Document.objects.select_for_update(no_key=True)
    row = rows.filter(practice_id=actor.practice_id, id=document_id, removed_at=None).first()
    if row is None:
        raise NotFound
    head = require_record(actor, row.client_id)
    if row.kept_at is not None:
        raise DocumentKept
    if not may_change(actor, head, row):
        raise NotYourDocument
    return row
