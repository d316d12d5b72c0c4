"""What ends in the record when somebody leaves the practice (T10, N7)."""

from uuid import UUID

from kollega.journal.operations.sharing import end_shares_with
from kollega.platform.jobs.reactions import Event


def membership_ended(event: Event) -> None:
    end_shares_with(event.actor, UUID(event.payload["membership_id"]))
