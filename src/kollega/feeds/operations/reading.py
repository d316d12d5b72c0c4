"""Reading one calendar elsewhere: claim it, read it outside any transaction, store what is taken. Real time throughout.

Only begins and ends are kept; the text is dropped at once.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from kollega.feeds.models import Source
from kollega.feeds.operations.sources import address_context
from kollega.feeds.rules.busy_times import BusyTimes, busy_times
from kollega.feeds.rules.calendar_lines import NotACalendar
from kollega.feeds.rules.reading_times import next_reading
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.platform.crypto import CannotOpen, open_sealed
from kollega.platform.outbound import NotReached, Reached, fetch
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.outside_busy import keep_outside_calendar
from kollega.scheduling.rules.ics import LARGEST_BYTES

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
SECONDS = 20.0
BACK, AHEAD = timedelta(days=31), timedelta(days=400)


@dataclass(frozen=True, slots=True)
class _Claimed:
    source_id: UUID
    membership_id: UUID
    address: str
    etag: str
    last_modified: str
    digest: bytes | None
    failures: int


def read_source(actor: Actor, source_id: UUID, *, seconds: float = SECONDS) -> None:
    """Read a source that nobody else is reading and store what came of it; one that is gone is passed over.

    `actor` is the practice's job. What cannot be read keeps what was known, and says why.
    """
    with tenant(actor.practice_id):
        claimed = _claim(actor, source_id)
        if claimed is None:
            return
        try:
            answer = fetch(
                claimed.address,
                headers=_headers(claimed),
                most_bytes=LARGEST_BYTES,
                seconds=seconds,
                private_too=settings.PRIVATE_CALENDARS,
            )
            _keep(actor, claimed, answer)
        except NotReached as error:
            _failed(claimed, error.code)
        except NotACalendar:
            _failed(claimed, "no_calendar")


def _headers(claimed: _Claimed) -> dict[str, str]:
    headers = {"User-Agent": "Kollega", "Accept": "text/calendar, */*;q=0.1"}
    if claimed.etag:
        headers["If-None-Match"] = claimed.etag
    if claimed.last_modified:
        headers["If-Modified-Since"] = claimed.last_modified
    return headers


def _claim(actor: Actor, source_id: UUID) -> _Claimed | None:
    now = real_now()
    with transaction.atomic():
        free = Source.objects.filter(Q(leased_until=None) | Q(leased_until__lt=now), id=source_id)
        if not free.update(leased_until=now + LEASE, tried_at=now):
            return None
        row = Source.objects.get(id=source_id)
        try:
            sealed = bytes(row.address_sealed)
            address = open_sealed(actor.practice_id, sealed, context=address_context(source_id)).decode()
        except CannotOpen:
            log.exception("the address of calendar %s does not open", source_id)
            address = ""
    # What is taken is kept for a window that moves by the day: the first reading of a day asks for the whole.
    today = row.read_at is not None and _day(actor, row.read_at) == _day(actor, now)
    digest = bytes(row.content_digest) if row.content_digest and today else None
    etag, last_modified = (row.etag, row.last_modified) if digest else ("", "")
    return _Claimed(source_id, row.membership_id, address, etag, last_modified, digest, row.failures)


def _day(actor: Actor, moment: datetime) -> date:
    return moment.astimezone(actor.timezone).date()


def _keep(actor: Actor, claimed: _Claimed, answer: Reached) -> None:
    now = real_now()
    if answer.status == 304 and claimed.digest is not None:
        _store(actor, claimed, now, None)
        return
    if answer.status != 200:
        raise NotReached("gone" if answer.status in (401, 403, 404, 410) else "unreachable")
    digest = hashlib.sha256(answer.body).digest()
    if digest == claimed.digest:
        _store(actor, claimed, now, None)
        return
    found = busy_times(answer.body, actor.timezone, actor.at - BACK, actor.at + AHEAD)
    _store(
        actor,
        claimed,
        now,
        found,
        content_digest=digest,
        etag=answer.headers.get("etag", "")[:300],
        last_modified=answer.headers.get("last-modified", "")[:60],
        left_out=found.left_out,
    )


def _store(actor: Actor, claimed: _Claimed, now: datetime, found: BusyTimes | None, **columns: Any) -> None:
    with transaction.atomic():
        kept = Source.objects.filter(id=claimed.source_id).update(
            read_at=now,
            next_at=next_reading(now, failures=0),
            leased_until=None,
            failure="",
            failures=0,
            **columns,
        )
        if kept:
            keep_outside_calendar(
                actor,
                calendar_id=claimed.source_id,
                membership_id=claimed.membership_id,
                read_at=now,
                busy=found.stretches if found else None,
            )


def _failed(claimed: _Claimed, code: str) -> None:
    now, failures = real_now(), claimed.failures + 1
    with transaction.atomic():
        Source.objects.filter(id=claimed.source_id).update(
            next_at=next_reading(now, failures=failures), leased_until=None, failure=code, failures=failures
        )
