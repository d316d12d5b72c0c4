"""Putting a mail on its way: stored with the change that wants it, sent by a job afterwards."""

import base64
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from kollega.kernel.clock import real_now
from kollega.kernel.ids import new_id
from kollega.messaging.models import Mail
from kollega.messaging.operations.rendering import rendered
from kollega.messaging.operations.sealing import seal_content
from kollega.messaging.rules.letters import Attachment, CalendarPart, Letter
from kollega.messaging.rules.retrying import give_up_at
from kollega.platform.outbox import emit

JOB_SECONDS = timedelta(seconds=30)


def queue_mail(
    letter: Letter,
    *,
    kind: str,
    to: str,
    language: str,
    practice_id: UUID | None = None,
    sender_name: str = "",
    person_id: UUID | None = None,
    client_id: UUID | None = None,
    expires_at: datetime | None = None,
    attachments: Sequence[Attachment] = (),
    calendar: CalendarPart | None = None,
) -> UUID:
    """Store a mail in the open transaction and return its id; a job sends it once that has committed.

    `kind` names the sort of mail, such as "password_reset". `practice_id` None is a mail about an account; otherwise
    call it in that practice's scope, and name the practice as the sender. `expires_at` (real time) ends the tries
    when what the mail offers is no longer valid. `calendar` is shown by mail programs as an appointment.
    """
    now, mail_id = real_now(), new_id()
    parts = rendered(letter, language=language, sender_name=sender_name)
    content = {
        "to": to,
        "sender_name": sender_name,
        "subject": parts.subject,
        "text": parts.text,
        "html": parts.html,
        "language": language,
        "attachments": [
            {"name": a.name, "type": a.content_type, "content": base64.b64encode(a.content).decode()}
            for a in attachments
        ],
        "calendar": {"method": calendar.method, "content": calendar.content.decode()} if calendar else None,
    }
    Mail.objects.create(
        id=mail_id,
        practice_id=practice_id,
        kind=kind,
        person_id=person_id,
        client_id=client_id,
        sealed=seal_content(practice_id, mail_id, json.dumps(content).encode()),
        queued_at=now,
        try_at=now + JOB_SECONDS,
        give_up_at=give_up_at(now, expires_at),
    )
    emit("messaging.mail_queued", practice_id=practice_id, mail_id=str(mail_id))
    return mail_id
