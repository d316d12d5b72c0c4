"""Name and title of a document as sealed bytes: what somebody called a file can tell as much as what is in it."""

import json
from dataclasses import dataclass
from uuid import UUID

from kollega.documents.models import Document
from kollega.platform.crypto import open_sealed, seal


@dataclass(frozen=True, slots=True)
class Label:
    name: str
    title: str = ""

    @property
    def shown(self) -> str:
        """What stands in lists: the title, else the file's name."""
        return self.title or self.name


def seal_label(practice_id: UUID, client_id: UUID, document_id: UUID, label: Label) -> bytes:
    plain = json.dumps({"name": label.name, "title": label.title}, ensure_ascii=False).encode()
    return seal(practice_id, plain, context=_place(client_id, document_id))


def label_of(row: Document) -> Label:
    """Return the label, or raise CannotOpen when it was changed or moved."""
    opened = json.loads(open_sealed(row.practice_id, bytes(row.label), context=_place(row.client_id, row.id)))
    return Label(opened["name"], opened["title"])


def _place(client_id: UUID, document_id: UUID) -> bytes:
    return f"document|{client_id}|{document_id}".encode()
