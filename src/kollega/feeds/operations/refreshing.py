"""Reading a clinician's other calendars before somebody from outside books (B11, B15)."""

import time
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from kollega.feeds.operations.reading import read_source
from kollega.feeds.queries.sources import stale_sources
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.platform.tenancy import tenant

# So often at most, whoever submits how often; a calendar that does not answer is not tried again before that either.
OLD = timedelta(minutes=1)
SECONDS = 3.0


def refresh_if_old(actor: Actor, *, clinicians: Collection[UUID], seconds: float = SECONDS) -> None:
    """Read what nobody tried to read within a minute; outside any transaction, with the practice's job as actor.

    All of it takes at most `seconds`. What cannot be reached in that time leaves what was known last.
    """
    until = time.monotonic() + seconds
    with tenant(actor.practice_id), transaction.atomic():
        stale = stale_sources(actor.practice_id, list(clinicians), real_now() - OLD)
    for source_id in stale:
        left = until - time.monotonic()
        if left <= 0:
            return
        read_source(actor, source_id, seconds=left)
