"""What the log knows about signatures, beside the tables that hold them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.audit.models import LogEntry
from kollega.platform.operations import Action


@dataclass(frozen=True, slots=True)
class Witness:
    """One entry that says something was signed; `detail` holds the place in the chain and the hash."""

    object_type: str
    object_id: UUID | None
    client_id: UUID | None
    at: datetime
    detail: dict[str, Any]


def signatures_witnessed(practice_id: UUID) -> Iterator[Witness]:
    """Every signing that the practice's log tells of, in order. Inside an operation or query."""
    rows = LogEntry.objects.filter(practice_id=practice_id, action=Action.SIGN, outcome=LogEntry.Outcome.DONE).order_by(
        "seq"
    )
    for row in rows.iterator(chunk_size=2000):
        yield Witness(row.object_type, row.object_id, row.client_id, row.at, row.detail)


def destroyed_witnessed(practice_id: UUID, note_id: UUID, decision_id: UUID) -> bool:
    """Whether the practice's log tells that this note's text was destroyed by this decision."""
    rows = LogEntry.objects.filter(
        practice_id=practice_id, action=Action.DELETE, object_type="note_text", object_id=note_id
    )
    return rows.filter(detail__decision=str(decision_id), outcome=LogEntry.Outcome.DONE).exists()
