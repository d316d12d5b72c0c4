"""Decisions to destroy notes, as they are shown. Inside a query that has checked who may know of them, and logs."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kollega.journal.models import Destruction
from kollega.kernel.actor import Actor
from kollega.platform.crypto import open_sealed


@dataclass(frozen=True, slots=True)
class DestructionRow:
    """`state` is "asked", "done" or "withdrawn"; `has_document` that the authority's decision is with it."""

    id: UUID
    client_id: UUID
    note_count: int
    authority: str
    number: str
    decided_on: date
    has_document: bool
    asked_by_id: UUID
    asked_by: str
    asked_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    state: str


def destructions_of(actor: Actor, client_id: UUID) -> list[DestructionRow]:
    """Return the decisions about a client, the newest first."""
    rows = Destruction.objects.filter(practice_id=actor.practice_id, client_id=client_id)
    return [_row(row) for row in rows.select_related("asked_by", "confirmed_by").order_by("-asked_at", "-id")]


def document_of(row: Destruction) -> bytes:
    """Return the authority's decision, a PDF; empty where there is none."""
    if not row.document:
        return b""
    return open_sealed(row.practice_id, bytes(row.document), context=document_place(row.id))


def document_place(destruction_id: UUID) -> bytes:
    return f"destruction|{destruction_id}".encode()


def _row(row: Destruction) -> DestructionRow:
    return DestructionRow(
        id=row.id,
        client_id=row.client_id,
        note_count=len(row.note_ids),
        authority=row.authority,
        number=row.number,
        decided_on=row.decided_on,
        has_document=bool(row.document),
        asked_by_id=row.asked_by_id,
        asked_by=row.asked_by.display_name,
        asked_at=row.asked_at,
        confirmed_by=row.confirmed_by.display_name if row.confirmed_by else "",
        confirmed_at=row.confirmed_at,
        state=_state(row),
    )


def _state(row: Destruction) -> str:
    if row.confirmed_at is not None:
        return "done"
    return "withdrawn" if row.withdrawn_at is not None else "asked"


def one_destruction(actor: Actor, destruction_id: UUID) -> tuple[DestructionRow, bytes] | None:
    """Return a decision with the authority's document, or None."""
    rows = Destruction.objects.filter(practice_id=actor.practice_id, id=destruction_id)
    row = rows.select_related("asked_by", "confirmed_by").first()
    return (_row(row), document_of(row)) if row else None
