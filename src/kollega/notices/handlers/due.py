"""What the scheduler does for messages to clients."""

import logging
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kollega.notices.operations.deciding import send_when_due
from kollega.notices.operations.reminding import remind as remind_client
from kollega.notices.queries.due import due_notices, still_waits
from kollega.notices.queries.reminders import due_reminders
from kollega.platform.jobs.reactions import actor_for
from kollega.platform.tenancy import tenant
from kollega.practices.queries.installation import all_practice_ids, zone_of

log = logging.getLogger(__name__)
BATCH = 200


def send_due(at: datetime) -> None:
    """Send the messages whose wait is over, the longest due first; one that fails does not stop the others."""
    for practice_id, notice_id in due_notices(at, most=BATCH):
        try:
            # One for several dates has taken the others along.
            if not still_waits(practice_id, notice_id):
                continue
            send_when_due(replace(actor_for(practice_id), at=at), notice_id=notice_id)
        except Exception:
            log.exception("message %s to a client failed", notice_id)


def remind(at: datetime) -> None:
    """Send the reminders that are due, practice by practice; one that fails does not stop the others."""
    for practice_id in all_practice_ids():
        try:
            remind_in(practice_id, at)
        except Exception:
            log.exception("reminders of practice %s failed", practice_id)


def remind_in(practice_id: UUID, at: datetime) -> None:
    with tenant(practice_id), transaction.atomic():
        due = due_reminders(practice_id, zone_of(practice_id), at, most=BATCH)
    if not due:
        return
    actor = replace(actor_for(practice_id), at=at)
    for one in due:
        try:
            remind_client(actor, appointment_id=one.appointment_id, client_id=one.client_id, rule=one.rule)
        except Exception:
            log.exception("reminder of appointment %s failed", one.appointment_id)
