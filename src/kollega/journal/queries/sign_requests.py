"""Colleagues' signed notes that somebody is asked to sign too (N5): the list, and one to read before signing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kollega.clients.queries.access import ViewedClient, told_clients
from kollega.journal.models import SignRequest
from kollega.journal.queries.checking import is_unchanged
from kollega.journal.queries.notes import (
    AddendumView,
    CountersignView,
    SignatureView,
    content_or_none,
    head_of,
    signed_parts,
)
from kollega.journal.rules.content import Content
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query


@dataclass(frozen=True, slots=True)
class RequestRow:
    id: UUID
    client: ViewedClient
    kind: str
    asked_by_name: str
    template_name: str
    occurred_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class RequestedNote:
    """The note as the one asked reads it: text without files. `content` is None when it cannot be opened."""

    id: UUID
    note_id: UUID
    client: ViewedClient
    kind: str
    state: str
    asked_by_name: str
    author_name: str
    template_name: str
    occurred_at: datetime
    content: Content | None
    signature: SignatureView | None
    addenda: tuple[AddendumView, ...]
    error_mark: AddendumView | None
    countersigns: tuple[CountersignView, ...]
    is_unchanged: bool

    @property
    def is_open(self) -> bool:
        return self.state == SignRequest.State.OPEN


def _listed(actor: Actor, result: list[RequestRow], given: dict[str, Any]) -> Entry | None:
    clients = sorted({str(row.client.id) for row in result})
    return Entry(Action.READ, "sign_request_list", detail={"clients": clients}) if result else None


def _opened(actor: Actor, result: RequestedNote, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "sign_request", result.note_id, result.client.id)


@query(requires=Permission.NOTE_SIGN, logs=_listed)
def requests_to_sign(actor: Actor) -> list[RequestRow]:
    """Return the open requests to the actor, the oldest first."""
    rows = list(_mine(actor).filter(state=SignRequest.State.OPEN).order_by("at", "id"))
    clients = told_clients(actor, {row.note.client_id for row in rows})
    return [
        RequestRow(
            id=row.id,
            client=clients[row.note.client_id],
            kind=row.kind,
            asked_by_name=row.asked_by.display_name,
            template_name=row.note.template_version.template.name,
            occurred_at=row.note.occurred_at,
            at=row.at,
        )
        for row in rows
    ]


@query(requires=Permission.NOTE_SIGN, logs=_opened)
def requested_note(actor: Actor, *, sign_request_id: UUID) -> RequestedNote:
    """Return the note of a request to the actor, open or signed by them; NotFound for every other one."""
    readable = (SignRequest.State.OPEN, SignRequest.State.SIGNED)
    row = _mine(actor).filter(id=sign_request_id, state__in=readable).first()
    if row is None:
        raise NotFound
    note, signed = row.note, signed_parts(row.note)
    return RequestedNote(
        id=row.id,
        note_id=note.id,
        client=told_clients(actor, [note.client_id])[note.client_id],
        kind=row.kind,
        state=row.state,
        asked_by_name=row.asked_by.display_name,
        author_name=note.author.display_name,
        template_name=note.template_version.template.name,
        occurred_at=note.occurred_at,
        content=content_or_none(note.client_id, head_of(note)),
        signature=signed.signature,
        addenda=signed.addenda,
        error_mark=signed.error_mark,
        countersigns=signed.countersigns,
        is_unchanged=is_unchanged(note),
    )


def open_request_count(actor: Actor) -> int:
    """How many requests wait for the actor; inside a query."""
    return SignRequest.objects.filter(
        practice_id=actor.practice_id, asked_id=actor.own_membership, state=SignRequest.State.OPEN
    ).count()


def _mine(actor: Actor) -> "QuerySet[SignRequest]":
    return SignRequest.objects.filter(practice_id=actor.practice_id, asked_id=actor.own_membership).select_related(
        "note__author", "note__template_version__template", "asked_by"
    )
