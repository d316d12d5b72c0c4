"""Documents attached to a note: what is shown of them, what a signature covers, and whether they are still it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from kollega.documents.queries.documents import documents_by_id
from kollega.documents.queries.integrity import fault_in, is_known
from kollega.documents.rules.media import Kind, Media
from kollega.journal.models import Attachment
from kollega.kernel.actor import Actor
from kollega.platform import files


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One attached document. `sha256` is of the content that was attached; `name` is empty when its row is gone.

    `is_there`: the file can be opened; a document in the bin cannot.
    """

    document_id: UUID
    name: str
    kind: Kind | None
    media: Media | None
    size: int
    sha256: str
    is_shown: bool
    in_bin: bool
    is_there: bool


def attachments_of(actor: Actor, client_id: UUID, note_id: UUID) -> tuple[AttachmentView, ...]:
    """Return the note's attachments in the order they were added; inside a query that may show the record and logs."""
    rows = attached_rows(actor.practice_id, note_id)
    known = documents_by_id(actor, client_id, [row.document_id for row in rows]) if rows else {}
    views = []
    for row in rows:
        document = known.get(row.document_id)
        in_bin = document is not None and document.binned_at is not None
        views.append(
            AttachmentView(
                document_id=row.document_id,
                name=document.shown if document else "",
                kind=document.kind if document else None,
                media=document.media if document else None,
                size=document.size if document else 0,
                sha256=bytes(row.digest).hex(),
                is_shown=document is not None and document.is_shown,
                in_bin=in_bin,
                is_there=document is not None and not in_bin and files.is_there(row.practice_id, row.document_id),
            )
        )
    return tuple(views)


def attached_rows(practice_id: UUID, note_id: UUID) -> list[Attachment]:
    """The rows in the order they were added; inside an operation or query."""
    return list(Attachment.objects.filter(practice_id=practice_id, note_id=note_id).order_by("id"))


def facts_about(rows: Iterable[Attachment]) -> tuple[str, ...]:
    """What a signature covers of each: which document, and the SHA-256 of its content."""
    return tuple(f"{row.document_id}:{bytes(row.digest).hex()}" for row in rows)


def attachment_facts(practice_id: UUID, note_id: UUID) -> tuple[str, ...]:
    return facts_about(attached_rows(practice_id, note_id))


def files_are_there(practice_id: UUID, note_id: UUID) -> bool:
    """Whether every attached document has its row and its file, without reading the files."""
    return all(
        is_known(practice_id, row.document_id) and files.is_there(practice_id, row.document_id)
        for row in attached_rows(practice_id, note_id)
    )


def attached_faults(practice_id: UUID, note_id: UUID) -> Iterator[tuple[UUID, str]]:
    """Read every attached file in whole; name those that are "missing" or "changed"."""
    for row in attached_rows(practice_id, note_id):
        if not is_known(practice_id, row.document_id):
            yield row.document_id, "missing"
            continue
        what = fault_in(practice_id, row.document_id, bytes(row.digest))
        if what:
            yield row.document_id, what
