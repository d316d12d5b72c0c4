"""What became of mails that other domains queued. Undecorated: inside a query or operation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kollega.messaging.models import Mail, TextMessage


@dataclass(frozen=True, slots=True)
class Fate:
    """`state`: waiting, sent, refused or given_up; of a text message also delivered or undelivered.

    `after` is the time from queueing to the end, None while it waits. `troubled` says that a try has failed already.
    """

    state: str
    after: timedelta | None
    troubled: bool


def mail_fates(practice_id: UUID, mail_ids: Collection[UUID]) -> dict[UUID, Fate]:
    rows = Mail.objects.filter(practice_id=practice_id, id__in=mail_ids)
    return {
        row[0]: Fate(row[1], row[3] - row[2] if row[3] else None, bool(row[4]))
        for row in rows.values_list("id", "state", "queued_at", "ended_at", "failure")
    }


def text_fates(practice_id: UUID, text_ids: Collection[UUID]) -> dict[UUID, Fate]:
    """The same for text messages; one that the service has taken counts as sent."""
    rows = TextMessage.objects.filter(practice_id=practice_id, id__in=text_ids)
    return {
        row[0]: Fate("sent" if row[1] == "accepted" else row[1], row[3] - row[2] if row[3] else None, bool(row[4]))
        for row in rows.values_list("id", "state", "queued_at", "ended_at", "failure")
    }
