"""Sending one text message: claim it, hand it over outside any transaction, store how it went. Real time throughout.

Should the process be killed between the service's yes and our note of it, the next try after the lease carries the
same reference, and the service answers it without sending again.
"""

import json
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from kollega.kernel.clock import real_now
from kollega.messaging.models import TextAccount, TextMessage
from kollega.messaging.operations.text_accounts import key_of
from kollega.messaging.operations.texts import content_context
from kollega.messaging.rules.retrying import next_text_try
from kollega.platform.crypto import CannotOpen, open_sealed
from kollega.platform.sms import TextOrder, hand_over_text
from kollega.platform.smtp import Deferred, Refused, ServerAway
from kollega.platform.tenancy import tenant

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=1)
REPORTS_AT = "/sms/report/"
State = TextMessage.State


@dataclass(frozen=True, slots=True)
class _Claimed:
    order: TextOrder
    key: str
    tries: int


def send_text(practice_id: UUID, text_id: UUID) -> bool:
    """Try to send a waiting message that nobody else is sending; return False when the service is away."""
    with tenant(practice_id):
        try:
            claimed = _claim(text_id)
        except (CannotOpen, Refused) as error:
            return _end(text_id, State.REFUSED, str(error) or type(error).__name__)
        if claimed is None:
            return True
        try:
            hand_over_text(claimed.order, url=settings.SMS_URL, key=claimed.key)
        except Refused as error:
            return _end(text_id, State.REFUSED, str(error))
        except (Deferred, ServerAway) as error:
            return _later(text_id, claimed.tries, str(error)) and not isinstance(error, ServerAway)
        return _end(text_id, State.ACCEPTED)


def note_report(practice_id: UUID, text_id: UUID, *, delivered: bool) -> None:
    """Store what the network said about a message; the first report counts, also before the service's own answer."""
    with tenant(practice_id), transaction.atomic():
        open_ones = TextMessage.objects.filter(id=text_id, state__in=(State.WAITING, State.ACCEPTED))
        open_ones.update(
            state=State.DELIVERED if delivered else State.UNDELIVERED,
            ended_at=real_now(),
            leased_until=None,
            sealed=b"",
        )


def _claim(text_id: UUID) -> _Claimed | None:
    """Lease the message; None when another process has it, it is no longer waiting, or it came too late."""
    now = real_now()
    with transaction.atomic():
        free = TextMessage.objects.filter(
            Q(leased_until=None) | Q(leased_until__lt=now), id=text_id, state=State.WAITING
        )
        if not free.update(leased_until=now + LEASE, tries=F("tries") + 1):
            return None
    with transaction.atomic():
        row = TextMessage.objects.get(id=text_id)
        account = TextAccount.objects.filter(practice_id=row.practice_id, on=True).first()
        if account is None:
            raise Refused("no_account")
        if now >= row.give_up_at:
            late = True
        else:
            late = False
            content = json.loads(open_sealed(row.practice_id, bytes(row.sealed), context=content_context(text_id)))
            key = key_of(account)
    if late:
        _end(text_id, State.GIVEN_UP, "too late")
        return None
    order = TextOrder(
        reference=str(text_id),
        to=content["to"],
        sender=account.sender,
        text=content["text"],
        report_url=f"{settings.PUBLIC_URL}{REPORTS_AT}",
    )
    return _Claimed(order, key, row.tries)


def _end(text_id: UUID, state: TextMessage.State, failure: str = "") -> bool:
    """Store the final state; nothing of what the message said is kept."""
    if state != State.ACCEPTED:
        log.error("text message %s was not sent: %s", text_id, failure)
    _store(text_id, state=state, failure=failure, ended_at=real_now(), leased_until=None, sealed=b"")
    return True


def _later(text_id: UUID, tries: int, failure: str) -> bool:
    moment = next_text_try(real_now(), tries=tries)
    if moment is None:
        return _end(text_id, State.GIVEN_UP, failure)
    log.warning("text message %s waits: %s", text_id, failure)
    _store(text_id, try_at=moment, failure=failure, leased_until=None)
    return True


def _store(text_id: UUID, **columns: Any) -> None:
    """A report that came in the meantime knows better than we do."""
    with transaction.atomic():
        TextMessage.objects.filter(id=text_id, state=State.WAITING).update(**columns)
