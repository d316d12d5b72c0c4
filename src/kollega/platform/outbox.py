"""Events that are stored with the change that caused them and handled afterwards, each exactly once."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from kollega.platform.models import OutboxEvent


def emit(kind: str, *, practice_id: UUID | None, **payload: Any) -> None:
    """Store an event in the open transaction. The payload holds ids and plain values, no text of clients."""
    OutboxEvent.objects.create(kind=kind, practice_id=practice_id, payload=payload)


def emit_all(kind: str, payloads: Iterable[dict[str, Any]], *, practice_id: UUID | None) -> None:
    """Store one event for each payload, in one go."""
    OutboxEvent.objects.bulk_create(
        OutboxEvent(kind=kind, practice_id=practice_id, payload=payload) for payload in payloads
    )
