"""Pages of notes, the newest first."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kollega.journal.models import Note

PAGE = 50


def page_of(notes: "QuerySet[Note]", before: str | None) -> tuple[list[Note], str | None]:
    """Return fifty notes from a place on, and the place where the next page begins (None at the end).

    `notes` are ordered by moment and id, the newest first. A `before` that is no place gives the first page.
    """
    page = list(_after(notes, before)[: PAGE + 1])
    more = f"{page[PAGE - 1].occurred_at.isoformat()}|{page[PAGE - 1].id}" if len(page) > PAGE else None
    return page[:PAGE], more


def _after(notes: "QuerySet[Note]", before: str | None) -> "QuerySet[Note]":
    if not before:
        return notes
    moment, _, note_id = before.partition("|")
    try:
        at, last = datetime.fromisoformat(moment), UUID(note_id)
    except ValueError:
        return notes
    return notes.filter(Q(occurred_at__lt=at) | Q(occurred_at=at, id__lt=last))
