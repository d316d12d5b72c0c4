"""Sending what was queued: at once by a job, and what had to wait by a duty."""

from datetime import datetime
from uuid import UUID

from kollega.messaging.operations.sending import send
from kollega.messaging.operations.text_sending import send_text
from kollega.messaging.queries.waiting import due_mails
from kollega.messaging.queries.waiting_texts import due_texts
from kollega.platform.jobs.reactions import Event, outside_transaction

BATCH = 100


@outside_transaction
def send_queued(event: Event) -> None:
    send(event.practice_id, UUID(event.payload["mail_id"]))


def send_waiting(at: datetime) -> None:
    """Send mails whose next try is due; stop at the first sign that the server is away."""
    for practice_id, mail_id in due_mails(most=BATCH):
        if not send(practice_id, mail_id):
            return


@outside_transaction
def send_queued_text(event: Event) -> None:
    if event.practice_id is not None:
        send_text(event.practice_id, UUID(event.payload["text_id"]))


def send_waiting_texts(at: datetime) -> None:
    """Send text messages whose next try is due; stop at the first sign that the service is away."""
    for practice_id, text_id in due_texts(most=BATCH):
        if not send_text(practice_id, text_id):
            return
