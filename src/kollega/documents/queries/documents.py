"""The documents of a client, for those who take part in the care (AZ-3, C1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kollega.clients.queries.access import ClientHead, require_record
from kollega.clients.queries.pointer import group_of
from kollega.documents.labels import label_of
from kollega.documents.models import Document
from kollega.documents.queries.allowance import Allowance, allowance
from kollega.documents.rules.media import SERVED, Kind, Media
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query

PAGE = 50
KEPT_IN_BIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """`shown` is the title, else the name; `may_change`: the actor added it or is responsible, and no note holds it."""

    id: UUID
    client_id: UUID
    name: str
    title: str
    kind: Kind
    media: Media
    size: int
    sha256: str
    dated_on: date | None
    added_by_id: UUID
    added_by: str
    added_at: datetime
    changed_at: datetime
    version: int
    binned_at: datetime | None
    is_kept: bool
    is_shown: bool
    may_change: bool

    @property
    def shown(self) -> str:
        return self.title or self.name

    @property
    def gone_at(self) -> datetime | None:
        """When the bin is emptied of it."""
        return self.binned_at + KEPT_IN_BIN if self.binned_at else None


@dataclass(frozen=True, slots=True)
class DocumentList:
    """Newest first, a page at a time (`before` leads to older ones); the bin whole."""

    rows: list[DocumentRow]
    before: UUID | None
    total: int
    in_bin: list[DocumentRow]
    allowance: Allowance


def _listed(actor: Actor, result: Any, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "document_list", client_id=given["client_id"], detail={"count": len(result.rows)})


@query(requires=Permission.DOCUMENT_READ, logs=_listed)
def documents_of_client(actor: Actor, *, client_id: UUID, before: UUID | None = None) -> DocumentList:
    """Return the client's documents; NotFound outside the care."""
    head = require_record(actor, client_id)
    group = group_of(actor.practice_id, client_id)
    rows = Document.objects.filter(practice_id=actor.practice_id, client_id__in=group, removed_at=None)
    there = rows.filter(binned_at=None)
    page = (there.filter(id__lt=before) if before else there).select_related("added_by").order_by("-id")
    found = list(page[: PAGE + 1])
    binned = rows.exclude(binned_at=None).select_related("added_by").order_by("-binned_at", "-id")
    return DocumentList(
        rows=[_row(actor, head, row) for row in found[:PAGE]],
        before=found[PAGE - 1].id if len(found) > PAGE else None,
        total=there.count(),
        in_bin=[_row(actor, head, row) for row in binned],
        allowance=allowance(actor.practice_id),
    )


def _one(actor: Actor, result: Any, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "document_list", client_id=result.client_id, detail={"document": str(result.id)})


@query(requires=Permission.DOCUMENT_READ, logs=_one)
def document(actor: Actor, *, document_id: UUID) -> DocumentRow:
    """Return what is known of one document, in the bin or not; NotFound outside the care."""
    return require_document(actor, document_id)


def require_document(actor: Actor, document_id: UUID) -> DocumentRow:
    """The same for an operation or query of one's own, which logs."""
    rows = Document.objects.filter(practice_id=actor.practice_id, id=document_id, removed_at=None)
    row = rows.select_related("added_by").first()
    if row is None:
        raise NotFound
    return _row(actor, require_record(actor, row.client_id), row)


def documents_by_id(actor: Actor, client_id: UUID, document_ids: Collection[UUID]) -> dict[UUID, DocumentRow]:
    """Return those of the ids that are documents of this client, in the bin or not; the caller logs.

    NotFound outside the care.
    """
    head = require_record(actor, client_id)
    rows = Document.objects.filter(
        practice_id=actor.practice_id, client_id=client_id, id__in=document_ids, removed_at=None
    )
    return {row.id: _row(actor, head, row) for row in rows.select_related("added_by")}


def every_document(actor: Actor, client_id: UUID) -> list[DocumentRow]:
    """Return all documents of the client that are not in the bin, the oldest first; the caller logs.

    NotFound outside the care.
    """
    head = require_record(actor, client_id)
    group = group_of(actor.practice_id, client_id)
    rows = Document.objects.filter(practice_id=actor.practice_id, client_id__in=group, removed_at=None, binned_at=None)
    return [_row(actor, head, row) for row in rows.select_related("added_by").order_by("id")]


def may_change(actor: Actor, head: ClientHead, row: Document) -> bool:
    """Who added it and the responsible clinician, never what a signed note holds (C7, N4)."""
    if not actor.may(Permission.DOCUMENT_ADD) or row.kept_at is not None:
        return False
    return actor.membership_id in (row.added_by_id, head.responsible_id)


def _row(actor: Actor, head: ClientHead, row: Document) -> DocumentRow:
    label, media = label_of(row), Media(row.media)
    return DocumentRow(
        id=row.id,
        client_id=row.client_id,
        name=label.name,
        title=label.title,
        kind=Kind(row.kind),
        media=media,
        size=row.size,
        sha256=bytes(row.digest).hex(),
        dated_on=row.dated_on,
        added_by_id=row.added_by_id,
        added_by=row.added_by.display_name,
        added_at=row.added_at,
        changed_at=row.changed_at,
        version=row.version,
        binned_at=row.binned_at,
        is_kept=row.kept_at is not None,
        is_shown=SERVED[media].is_shown,
        may_change=may_change(actor, head, row),
    )
