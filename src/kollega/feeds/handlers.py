"""What happens around calendars elsewhere: reading those that are due, and forgetting those of who has left."""

from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import transaction

from kollega.feeds.models import Source
from kollega.feeds.operations.reading import read_source
from kollega.feeds.operations.sources import forget_sources_of
from kollega.feeds.queries.sources import due_sources
from kollega.kernel.clock import real_now
from kollega.platform.jobs.reactions import Event, outside_transaction
from kollega.platform.outbox import emit_all
from kollega.platform.tenancy import tenant

BATCH = 200
# Until its job has come round, a source is not asked for again.
PATIENCE = timedelta(minutes=10)


@outside_transaction
def read_wanted(event: Event) -> None:
    read_source(event.actor, UUID(event.payload["source_id"]))


def want_due(at: datetime) -> None:
    """Have the calendars read whose time has come: each is a job of its own, so that a slow one delays no other."""
    for practice_id, due in groupby(sorted(due_sources(most=BATCH)), key=lambda pair: pair[0]):
        ids = [source_id for _practice, source_id in due]
        with tenant(practice_id), transaction.atomic():
            Source.objects.filter(practice_id=practice_id, id__in=ids).update(next_at=real_now() + PATIENCE)
            emit_all("feeds.reading_wanted", ({"source_id": str(one)} for one in ids), practice_id=practice_id)


def membership_ended(event: Event) -> None:
    forget_sources_of(event.actor, UUID(event.payload["membership_id"]))
