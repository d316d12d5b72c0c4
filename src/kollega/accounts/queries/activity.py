"""What happened to a person's own account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.accounts.models import AccountEvent

SHOWN = 30


@dataclass(frozen=True, slots=True)
class ActivityRow:
    at: datetime
    kind: str
    device: str
    address: str


def recent_activity(person_id: UUID) -> list[ActivityRow]:
    """Return the newest 30 events of the account, newest first."""
    rows = AccountEvent.objects.filter(person_id=person_id).order_by("-at", "-id")[:SHOWN]
    return [ActivityRow(row.at, row.kind, row.device, row.address) for row in rows]
