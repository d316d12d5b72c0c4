"""Notes of one author that wait for a signature; inside an operation or query that answers for the right to know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.journal.models import Note
from kollega.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class WaitingNote:
    """A note that was saved and not signed. It names its client by id only."""

    id: UUID
    client_id: UUID
    occurred_at: datetime


def saved_unsigned_of(actor: Actor, author_id: UUID) -> list[WaitingNote]:
    """Return the author's notes that were saved at least once and are not signed, the oldest first."""
    found = Note.objects.filter(
        practice_id=actor.practice_id, author_id=author_id, status=Note.Status.DRAFT, binned_at=None, saved__gt=0
    )
    return [WaitingNote(row.id, row.client_id, row.occurred_at) for row in found.order_by("occurred_at", "id")]
