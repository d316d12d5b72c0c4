"""Putting a text message on its way: stored with the change that wants it, sent by a job afterwards."""

import json
from datetime import datetime
from uuid import UUID

from kollega.kernel.clock import real_now
from kollega.kernel.ids import new_id
from kollega.messaging.models import TextMessage
from kollega.messaging.operations.mail import JOB_SECONDS
from kollega.messaging.rules.retrying import give_up_at
from kollega.messaging.rules.segments import length_of
from kollega.platform.crypto import seal
from kollega.platform.outbox import emit


def queue_text(
    practice_id: UUID,
    *,
    kind: str,
    to: str,
    text: str,
    client_id: UUID | None = None,
    expires_at: datetime | None = None,
) -> UUID:
    """Store a text message in the open transaction and return its id; a job sends it once that has committed.

    `to` is a whole number (`+46...`). `expires_at` (real time) ends the tries when it says nothing of use any more.
    """
    now, text_id = real_now(), new_id()
    content = json.dumps({"to": to, "text": text}).encode()
    TextMessage(
        id=text_id,
        practice_id=practice_id,
        kind=kind,
        client_id=client_id,
        sealed=seal(practice_id, content, context=content_context(text_id)),
        parts=length_of(text).parts,
        queued_at=now,
        try_at=now + JOB_SECONDS,
        give_up_at=give_up_at(now, expires_at),
    ).save(force_insert=True)
    emit("messaging.text_queued", practice_id=practice_id, text_id=str(text_id))
    return text_id


def content_context(text_id: UUID) -> bytes:
    return b"text|" + text_id.bytes
