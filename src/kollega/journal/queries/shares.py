"""Single notes that were shared: with whom, and those shared with the actor (N7). Names and ages, no contact data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kollega.clients.queries.access import ViewedClient, require_record, told_clients
from kollega.journal.models import Note, NoteShare
from kollega.journal.queries.checking import is_unchanged
from kollega.journal.queries.notes import AddendumView, SignatureView, content_or_none, head_of, signed_parts
from kollega.journal.rules.content import Content
from kollega.journal.rules.sharing import Level, may_share_on, may_write
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query


@dataclass(frozen=True, slots=True)
class Shared:
    """One colleague with whom a note is shared. `may_end`: for the author, the giver and the colleague."""

    member_id: UUID
    name: str
    level: Level
    shared_by_name: str
    at: datetime
    may_end: bool


@dataclass(frozen=True, slots=True)
class SharesOfNote:
    note_id: UUID
    client: ViewedClient
    author_id: UUID
    occurred_at: datetime
    may_share: bool
    rows: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class SharedRow:
    """A note that is shared with the actor, without its text. `is_new`: not opened yet."""

    note_id: UUID
    client: ViewedClient
    author_name: str
    shared_by_name: str
    template_name: str
    occurred_at: datetime
    status: str
    level: Level
    is_new: bool


@dataclass(frozen=True, slots=True)
class SharedNote:
    """A shared note as its receiver sees it. `content` is None when it was tampered with and cannot be opened."""

    id: UUID
    client: ViewedClient
    author_id: UUID
    author_name: str
    template_name: str
    occurred_at: datetime
    changed_at: datetime
    revision: int
    words: int
    status: str
    level: Level
    is_new: bool
    may_write: bool
    may_share: bool
    content: Content | None
    signature: SignatureView | None
    addenda: tuple[AddendumView, ...]
    error_mark: AddendumView | None
    is_unchanged: bool | None


def _shares_read(actor: Actor, result: SharesOfNote, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "note_share_list", result.note_id, result.client.id)


def _listed(actor: Actor, result: list[SharedRow], given: dict[str, Any]) -> Entry | None:
    clients = sorted({str(row.client.id) for row in result})
    return Entry(Action.READ, "shared_note_list", detail={"clients": clients}) if result else None


def _opened(actor: Actor, result: SharedNote, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "shared_note", result.id, result.client.id)


@query(requires=Permission.NOTE_READ, logs=_shares_read)
def shares_of_note(actor: Actor, *, note_id: UUID) -> SharesOfNote:
    """Return with whom a note is shared; NotFound unless the actor reads the note in the care or by a share."""
    note = Note.objects.filter(practice_id=actor.practice_id, id=note_id).first()
    if note is None:
        raise NotFound
    level = level_of(actor, note_id)
    if level is None:
        require_record(actor, note.client_id)
    found = _running(actor).filter(note_id=note_id).select_related("member", "shared_by")
    mine = note.author_id == actor.own_membership
    return SharesOfNote(
        note_id=note.id,
        client=told_clients(actor, [note.client_id])[note.client_id],
        author_id=note.author_id,
        occurred_at=note.occurred_at,
        may_share=mine or (level is not None and may_share_on(level)),
        rows=tuple(
            Shared(
                member_id=row.member_id,
                name=row.member.display_name,
                level=Level(row.level),
                shared_by_name=row.shared_by.display_name,
                at=row.at,
                may_end=mine or actor.own_membership in (row.shared_by_id, row.member_id),
            )
            for row in found.order_by("at", "id")
        ),
    )


@query(requires=Permission.NOTE_READ, logs=_listed)
def shared_with_me(actor: Actor) -> list[SharedRow]:
    """Return the notes that colleagues share with the actor, the newest share first."""
    found = _with(actor).select_related("note__author", "note__template_version__template", "shared_by")
    rows = list(found.order_by("-at", "-id"))
    clients = told_clients(actor, {row.note.client_id for row in rows})
    return [
        SharedRow(
            note_id=row.note_id,
            client=clients[row.note.client_id],
            author_name=row.note.author.display_name,
            shared_by_name=row.shared_by.display_name,
            template_name=row.note.template_version.template.name,
            occurred_at=row.note.occurred_at,
            status=row.note.status,
            level=Level(row.level),
            is_new=row.seen_at is None,
        )
        for row in rows
    ]


@query(requires=Permission.NOTE_READ, logs=_opened)
def shared_note(actor: Actor, *, note_id: UUID) -> SharedNote:
    """Return a note that is shared with the actor, text without files; NotFound for every other one."""
    share = _with(actor).select_related("note__author", "note__template_version__template").filter(note_id=note_id)
    row = share.first()
    if row is None:
        raise NotFound
    note, level = row.note, Level(row.level)
    head, signed = head_of(note), signed_parts(note)
    locked = note.status == Note.Status.SIGNED or signed.any
    return SharedNote(
        id=note.id,
        client=told_clients(actor, [note.client_id])[note.client_id],
        author_id=note.author_id,
        author_name=note.author.display_name,
        template_name=note.template_version.template.name,
        occurred_at=note.occurred_at,
        changed_at=note.changed_at,
        revision=note.revision,
        words=head.words,
        status=note.status,
        level=level,
        is_new=row.seen_at is None,
        may_write=may_write(level) and not locked and note.locked_at is None,
        may_share=may_share_on(level),
        content=content_or_none(note.client_id, head),
        signature=signed.signature,
        addenda=signed.addenda,
        error_mark=signed.error_mark,
        is_unchanged=is_unchanged(note) if locked else None,
    )


@dataclass(frozen=True, slots=True)
class ShareCounts:
    running: int
    new: int


@query(requires=Permission.NOTE_READ)
def share_counts(actor: Actor) -> ShareCounts:
    """Return how many notes are shared with the actor and how many they have not opened; numbers only, not logged."""
    seen = list(_with(actor).values_list("seen_at", flat=True))
    return ShareCounts(len(seen), seen.count(None))


@query(requires=Permission.NOTE_READ)
def writes_by_share(actor: Actor, *, note_id: UUID) -> bool:
    """Say whether a running share lets the actor write in a draft of somebody else."""
    level = level_of(actor, note_id)
    return level is not None and may_write(level)


def level_of(actor: Actor, note_id: UUID) -> Level | None:
    """Inside an operation or query: what the actor may do with a note by a running share, None without one."""
    level = _with(actor).filter(note_id=note_id).values_list("level", flat=True).first()
    return Level(level) if level else None


def _running(actor: Actor) -> "QuerySet[NoteShare]":
    return NoteShare.objects.filter(practice_id=actor.practice_id, ended_at=None)


def _with(actor: Actor) -> "QuerySet[NoteShare]":
    """Running shares with the actor; a draft in its author's bin is not for others."""
    return _running(actor).filter(member_id=actor.own_membership, note__binned_at=None)
