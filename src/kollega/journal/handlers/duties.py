"""What the scheduler does with the record."""

from datetime import datetime

from django.db import transaction

from kollega.journal.operations.bin import KEPT_FOR, empty_bin
from kollega.journal.operations.expiring import put_away_drafts
from kollega.journal.queries.expiring import has_untouched_drafts
from kollega.journal.queries.lists import has_in_bin_since
from kollega.platform.jobs.reactions import actor_for
from kollega.platform.tenancy import tenant
from kollega.practices.queries.installation import all_practice_ids


def empty_bins(at: datetime) -> None:
    """Delete what was discarded thirty days ago and never saved, in every practice that has such drafts."""
    for practice_id in all_practice_ids():
        with tenant(practice_id), transaction.atomic():
            due = has_in_bin_since(practice_id, at - KEPT_FOR)
        if due:
            empty_bin(actor_for(practice_id))


def put_away_untouched(at: datetime) -> None:
    """Put away drafts that nobody touched for so many days, each practice by its own number (T11)."""
    for practice_id in all_practice_ids():
        with tenant(practice_id), transaction.atomic():
            due = has_untouched_drafts(practice_id, at)
        if due:
            put_away_drafts(actor_for(practice_id))
