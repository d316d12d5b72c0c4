"""What the scheduler does for messages to clients."""

import logging
from dataclasses import replace
from datetime import datetime

from kollega.notices.operations.deciding import send_when_due
from kollega.notices.queries.due import due_notices
from kollega.platform.jobs.reactions import actor_for

log = logging.getLogger(__name__)
BATCH = 200


def send_due(at: datetime) -> None:
    """Send the messages whose wait is over, the longest due first; one that fails does not stop the others."""
    for practice_id, notice_id in due_notices(at, most=BATCH):
        try:
            send_when_due(replace(actor_for(practice_id), at=at), notice_id=notice_id)
        except Exception:
            log.exception("message %s to a client failed", notice_id)
