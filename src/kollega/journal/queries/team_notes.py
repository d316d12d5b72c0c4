"""Colleagues' signed notes, for the roles that the team's settings let read them (T11, N8): reading and nothing more.

Whoever takes part in the care has the client card for this. Here are no drafts, no client information, no contact data;
each list and each opening stands in the log with a mark of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kollega.clients.queries.access import ViewedClient, viewed_clients
from kollega.journal.models import Note
from kollega.journal.queries.checking import is_unchanged
from kollega.journal.queries.notes import (
    AddendumView,
    SignatureView,
    content_or_none,
    head_of,
    not_in_error,
    signed_parts,
)
from kollega.journal.queries.paging import page_of
from kollega.journal.rules.content import Content
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query


@dataclass(frozen=True, slots=True)
class TeamNoteRow:
    """One signed note without its text."""

    id: UUID
    client: ViewedClient
    author_name: str
    template_name: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class TeamNotes:
    """Newest first; `before` is where the next page begins, None at the end. `authors` are all who signed something."""

    rows: tuple[TeamNoteRow, ...]
    before: str | None
    authors: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class ViewedNote:
    """A signed note as a colleague reads it. `content` is None when it was tampered with and cannot be opened."""

    id: UUID
    client: ViewedClient
    author_name: str
    template_name: str
    occurred_at: datetime
    content: Content | None
    signature: SignatureView | None
    addenda: tuple[AddendumView, ...]
    is_unchanged: bool


def _listed(actor: Actor, result: TeamNotes, given: dict[str, Any]) -> Entry | None:
    clients = sorted({str(row.client.id) for row in result.rows})
    return Entry(Action.READ, "team_note_list", detail={"shown": len(result.rows), "clients": clients})


def _opened(actor: Actor, result: ViewedNote, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "team_note", result.id, result.client.id)


@query(requires=Permission.NOTE_VIEW_TEAM, logs=_listed)
def team_notes(
    actor: Actor, *, author_id: UUID | None = None, client_id: UUID | None = None, before: str | None = None
) -> TeamNotes:
    """Return a page of colleagues' signed notes, all or those of an author or about a client."""
    every = _signed(actor)
    notes = every.filter(author_id=author_id) if author_id else every
    page, more = page_of(notes.filter(client_id=client_id) if client_id else notes, before)
    clients = viewed_clients(actor, {note.client_id for note in page})
    rows = (
        TeamNoteRow(
            id=note.id,
            client=clients[note.client_id],
            author_name=note.author.display_name,
            template_name=note.template_version.template.name,
            occurred_at=note.occurred_at,
        )
        for note in page
    )
    authors = every.order_by("author__display_name").values_list("author_id", "author__display_name").distinct()
    return TeamNotes(tuple(rows), more, tuple(authors))


@query(requires=Permission.NOTE_VIEW_TEAM, logs=_opened)
def team_note(actor: Actor, *, note_id: UUID) -> ViewedNote:
    """Return a colleague's signed note. NotFound for a draft, one's own, another practice's or none at all."""
    note = _signed(actor).filter(id=note_id).first()
    if note is None:
        raise NotFound
    signed = signed_parts(note)
    return ViewedNote(
        id=note.id,
        client=viewed_clients(actor, [note.client_id])[note.client_id],
        author_name=note.author.display_name,
        template_name=note.template_version.template.name,
        occurred_at=note.occurred_at,
        content=content_or_none(note.client_id, head_of(note)),
        signature=signed.signature,
        addenda=signed.addenda,
        is_unchanged=is_unchanged(note),
    )


def _signed(actor: Actor) -> "QuerySet[Note]":
    notes = Note.objects.filter(practice_id=actor.practice_id, status=Note.Status.SIGNED)
    return (
        not_in_error(notes)
        .exclude(author_id=actor.membership_id)
        .select_related("author", "template_version__template")
        .order_by("-occurred_at", "-id")
    )
