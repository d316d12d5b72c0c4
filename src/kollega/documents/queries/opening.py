"""Handing out a document's bytes: each time with the rights of that moment, each time logged (UE-2, AL-1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kollega.documents.errors import DocumentInBin, DocumentLost
from kollega.documents.queries.documents import DocumentRow, require_document
from kollega.documents.rules.media import SERVED
from kollega.documents.rules.names import served_name
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform import files
from kollega.platform.operations import Action, Entry, query


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """`chunks` can be read once, also after the transaction; a changed byte ends it instead of being handed out."""

    row: DocumentRow
    name: str
    media_type: str
    chunks: Iterator[bytes]


def _shown(actor: Actor, result: Any, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "document", result.row.id, result.row.client_id)


def _given(actor: Actor, result: Any, given: dict[str, Any]) -> Entry:
    return Entry(Action.EXPORT, "document", result.row.id, result.row.client_id)


@query(requires=Permission.DOCUMENT_READ, logs=_shown)
def show_document(actor: Actor, *, document_id: UUID) -> OpenedDocument:
    """Open a picture or PDF to be looked at.

    Refuses with NotFound (also for what is only downloaded), DocumentInBin, DocumentLost.
    """
    opened = _open(actor, document_id)
    if not opened.row.is_shown:
        raise NotFound
    return opened


@query(requires=Permission.DOCUMENT_READ, logs=_given)
def download_document(actor: Actor, *, document_id: UUID) -> OpenedDocument:
    """Open any document to be downloaded. Refuses with NotFound, DocumentInBin, DocumentLost."""
    return _open(actor, document_id)


def _open(actor: Actor, document_id: UUID) -> OpenedDocument:
    row = require_document(actor, document_id)
    if row.binned_at is not None:
        raise DocumentInBin
    try:
        chunks = files.contents(actor.practice_id, row.id)
    except (files.FileGone, files.FileDamaged) as error:
        raise DocumentLost from error
    return OpenedDocument(row, served_name(row.name, row.media), SERVED[row.media].media_type, chunks)
