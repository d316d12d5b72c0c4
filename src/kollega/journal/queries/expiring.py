"""Drafts that wait too long; inside a tenant scope. Nothing of them is shown."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from kollega.journal.models import Note
from kollega.practices.queries.team_settings import team_settings_of


def untouched_since(practice_id: UUID, moment: datetime) -> "QuerySet[Note]":
    """Return the drafts that nobody has touched since the moment, neither in the bin nor locked."""
    return Note.objects.filter(
        practice_id=practice_id, status=Note.Status.DRAFT, binned_at=None, locked_at=None, changed_at__lte=moment
    ).order_by("id")


def has_untouched_drafts(practice_id: UUID, at: datetime) -> bool:
    """Say whether some draft is due by the team's own number of days."""
    days = team_settings_of(practice_id).draft_days
    return untouched_since(practice_id, at - timedelta(days=days)).exists()
