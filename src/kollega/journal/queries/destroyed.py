"""Notes whose text was destroyed by a decision of two persons: what stays of them is the marker and the hash (JR-9)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from kollega.audit.queries.witnesses import destroyed_witnessed
from kollega.journal.models import Destruction


@dataclass(frozen=True, slots=True)
class DestroyedView:
    """The marker: `authority` and `number` are empty where the practice decided by itself after the years were over."""

    authority: str
    number: str
    decided_on: date
    asked_by: str
    confirmed_by: str
    at: datetime


def destroyed_view(practice_id: UUID, note_id: UUID) -> DestroyedView | None:
    """Return the marker of a note, or None when it was not destroyed; inside an operation or query."""
    row = _carried_out(practice_id, note_id).select_related("asked_by", "confirmed_by").first()
    if row is None or row.confirmed_by is None or row.confirmed_at is None:
        return None
    return DestroyedView(
        authority=row.authority,
        number=row.number,
        decided_on=row.decided_on,
        asked_by=row.asked_by.display_name,
        confirmed_by=row.confirmed_by.display_name,
        at=row.confirmed_at,
    )


def is_destroyed(practice_id: UUID, note_id: UUID) -> bool:
    """Whether two persons decided it and the log tells of it too; a row in the database alone is not enough."""
    row = _carried_out(practice_id, note_id).first()
    return row is not None and destroyed_witnessed(practice_id, note_id, row.id)


def _carried_out(practice_id: UUID, note_id: UUID) -> "QuerySet[Destruction]":
    rows = Destruction.objects.filter(practice_id=practice_id, note_ids__contains=[note_id])
    return rows.filter(confirmed_at__isnull=False)
