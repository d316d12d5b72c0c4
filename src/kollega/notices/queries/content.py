"""What a message said: read by who may open the appointment, and written to the log (AL-1)."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.notices.models import Notice
from kollega.notices.rules.sealing import content_context
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import Action, Entry, query
from kollega.scheduling.queries.telling import sees_fully


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """`subject` is empty for a text message. Secret links are left out of what is kept."""

    id: UUID
    client_id: UUID
    subject: str
    text: str


def _opened(actor: Actor, result: NoticeContent, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "notice", result.id, client_id=result.client_id)


@query(requires=Permission.CALENDAR_SEE, logs=_opened)
def notice_content(actor: Actor, *, notice_id: UUID) -> NoticeContent:
    """Return what a message said; empty texts when it was not sent. NotFound when the actor may not open it."""
    row = Notice.objects.filter(practice_id=actor.practice_id, id=notice_id).first()
    if row is None or not sees_fully(actor, row.appointment_id):
        raise NotFound
    if row.sealed is None:
        return NoticeContent(row.id, row.client_id, "", "")
    said = json.loads(open_sealed(actor.practice_id, bytes(row.sealed), context=content_context(row.id)))
    return NoticeContent(row.id, row.client_id, said["subject"], said["text"])
