"""Sending one mail: claim it, hand it over outside any transaction, store how it went. Real time throughout."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import HeaderParseError
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from kollega.kernel.clock import real_now
from kollega.messaging.models import Mail
from kollega.messaging.operations.composing import message_of
from kollega.messaging.operations.sealing import open_content
from kollega.messaging.rules.retrying import next_try
from kollega.platform.crypto import CannotOpen
from kollega.platform.smtp import Deferred, Refused, ServerAway, hand_over
from kollega.platform.tenancy import tenant

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class _Claimed:
    tries: int
    queued_at: datetime
    give_up_at: datetime
    sealed: bytes


def send(practice_id: UUID | None, mail_id: UUID) -> bool:
    """Try to send a waiting mail that nobody else is sending; return False when the server is away.

    The message carries the same Message-ID at every try. Should the process be killed between the server's yes and
    our note of it, the next try after the lease repeats the message, and a server that knows the id drops it.
    """
    with tenant(practice_id):
        claimed = _claim(mail_id)
        if claimed is None:
            return True
        if real_now() >= claimed.give_up_at:
            return _end(mail_id, Mail.State.GIVEN_UP, "too late")
        try:
            with transaction.atomic():
                content = json.loads(open_content(practice_id, mail_id, claimed.sealed))
            message = message_of(content, mail_id=mail_id, queued_at=claimed.queued_at)
            hand_over(message, url=settings.SMTP_URL)
        except (Refused, CannotOpen, ValueError, HeaderParseError) as error:
            return _end(mail_id, Mail.State.REFUSED, type(error).__name__)
        except (Deferred, ServerAway) as error:
            away = isinstance(error, ServerAway)
            _later(mail_id, next_try(real_now(), tries=claimed.tries, server_away=away), str(error))
            return not away
        return _end(mail_id, Mail.State.SENT)


def _claim(mail_id: UUID) -> _Claimed | None:
    now = real_now()
    with transaction.atomic():
        free = Mail.objects.filter(Q(leased_until=None) | Q(leased_until__lt=now), id=mail_id, state=Mail.State.WAITING)
        if not free.update(leased_until=now + LEASE, tries=F("tries") + 1):
            return None
        mail = Mail.objects.get(id=mail_id)
    return _Claimed(mail.tries, mail.queued_at, mail.give_up_at, bytes(mail.sealed))


def _end(mail_id: UUID, state: Mail.State, failure: str = "") -> bool:
    """Store the final state; nothing of what the mail said is kept."""
    if state != Mail.State.SENT:
        log.error("mail %s was not sent: %s", mail_id, failure)
    _store(mail_id, state=state, failure=failure, ended_at=real_now(), leased_until=None, sealed=b"")
    return True


def _later(mail_id: UUID, moment: datetime, failure: str) -> None:
    log.warning("mail %s waits: %s", mail_id, failure)
    _store(mail_id, try_at=moment, failure=failure, leased_until=None)


def _store(mail_id: UUID, **columns: Any) -> None:
    with transaction.atomic():
        Mail.objects.filter(id=mail_id).update(**columns)
