"""Lists of notes: a client's, and those the actor still has to sign."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from kollega.clients.queries.access import ClientName, names_of, require_record
from kollega.clients.queries.pointer import group_of
from kollega.journal.models import Addendum, Note, NoteVersion
from kollega.journal.queries.notes import content_or_none, marked_in_error, not_in_error
from kollega.journal.queries.paging import PAGE, page_of
from kollega.journal.queries.sign_requests import open_request_count
from kollega.journal.rules.content import Content
from kollega.journal.rules.markup import excerpt
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.team_settings import team_settings_of

EXCERPT = 220
WARNED_BEFORE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NoteRow:
    """`beginning` is empty where the text cannot be opened."""

    id: UUID
    client_id: UUID
    author_id: UUID
    author_name: str
    template_name: str
    status: str
    occurred_at: datetime
    changed_at: datetime
    words: int
    addenda: int
    beginning: str
    is_mine: bool

    @property
    def is_signed(self) -> bool:
        return self.status == Note.Status.SIGNED


@dataclass(frozen=True, slots=True)
class NoteList:
    """Newest first; `before` is where the next page begins, None at the end. `total` counts all matches.

    `in_error` is how many notes were left out because they were entered in error.
    """

    client_id: UUID
    rows: tuple[NoteRow, ...]
    total: int
    before: str | None
    authors: tuple[tuple[UUID, str], ...] = ()
    in_error: int = 0


@dataclass(frozen=True, slots=True)
class UnsignedNote:
    """`put_away_at`: when it is locked, or binned if it `was_saved` never, should nobody touch it before (T11)."""

    id: UUID
    client: ClientName
    occurred_at: datetime
    changed_at: datetime
    words: int
    template_name: str
    in_bin: bool
    is_locked: bool
    was_saved: bool
    put_away_at: datetime
    put_away_soon: bool


@dataclass(frozen=True, slots=True)
class UnsignedNotes:
    """The actor's own drafts, the oldest visit first; `binned` those discarded in the last 30 days."""

    rows: tuple[UnsignedNote, ...]
    binned: tuple[UnsignedNote, ...]


def _listed(actor: Actor, result: NoteList, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "note_list", None, result.client_id, {"shown": len(result.rows)})


def _searched(actor: Actor, result: NoteList, given: dict[str, Any]) -> Entry:
    return Entry(Action.SEARCH, "note_list", None, result.client_id, {"found": result.total})


def _unsigned_listed(actor: Actor, result: UnsignedNotes, given: dict[str, Any]) -> Entry | None:
    shown = (*result.rows, *result.binned)
    clients = sorted({str(row.client.id) for row in shown})
    return Entry(Action.READ, "note_list", detail={"unsigned": len(shown), "clients": clients}) if shown else None


@query(requires=Permission.NOTE_READ, logs=_listed)
def notes_of_client(
    actor: Actor,
    *,
    client_id: UUID,
    author_id: UUID | None = None,
    before: str | None = None,
    in_error: bool = False,
) -> NoteList:
    """Return a page of a client's notes with their beginnings. `before` comes from the page before.

    `in_error` gives those that were entered in error, which are left out otherwise. NotFound unless the actor takes
    part in the client's care.
    """
    require_record(actor, client_id)
    marked = _all_of_client(actor, client_id).filter(marked_in_error())
    every = marked if in_error else _of_client(actor, client_id)
    notes = every.filter(author_id=author_id) if author_id else every
    page, more = page_of(notes, before)
    authors = every.order_by("author__display_name").values_list("author_id", "author__display_name").distinct()
    return NoteList(client_id, _rows(actor, page), notes.count(), more, tuple(authors), marked.count())


@query(requires=Permission.NOTE_READ, logs=_searched)
def search_notes(actor: Actor, *, client_id: UUID, words: str) -> NoteList:
    """Return the client's notes whose text holds every word, whatever the case. The log keeps the count only."""
    require_record(actor, client_id)
    wanted = words.casefold().split()
    notes = list(_of_client(actor, client_id))
    contents = _contents(notes)
    found = [note for note in notes if _holds(contents.get(note.id), wanted)]
    return NoteList(client_id, _rows(actor, found[:PAGE]), len(found), None)


@query(requires=Permission.NOTE_READ, logs=_unsigned_listed)
def unsigned_notes(actor: Actor) -> UnsignedNotes:
    """Return the actor's own drafts and what waits in the bin."""
    notes = list(_own_drafts(actor).select_related("template_version__template").order_by("occurred_at", "id"))
    names = names_of(actor, {note.client_id for note in notes})
    sizes = _words(notes)
    days = timedelta(days=team_settings_of(actor.practice_id).draft_days)
    rows = [
        UnsignedNote(
            id=note.id,
            client=names[note.client_id],
            occurred_at=note.occurred_at,
            changed_at=note.changed_at,
            words=sizes.get((note.id, note.head), 0),
            template_name=note.template_version.template.name,
            in_bin=note.binned_at is not None,
            is_locked=note.locked_at is not None,
            was_saved=note.saved > 0,
            put_away_at=note.changed_at + days,
            put_away_soon=note.locked_at is None and note.changed_at + days - WARNED_BEFORE <= actor.at,
        )
        for note in notes
        if note.client_id in names
    ]
    return UnsignedNotes(tuple(r for r in rows if not r.in_bin), tuple(r for r in rows if r.in_bin))


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One of the actor's own drafts, without its text."""

    id: UUID
    occurred_at: datetime
    template_name: str


def _drafts_listed(actor: Actor, result: list[DraftLine], given: dict[str, Any]) -> Entry | None:
    return Entry(Action.READ, "note_list", None, given["client_id"], {"unsigned": len(result)}) if result else None


@query(requires=Permission.NOTE_READ, logs=_drafts_listed)
def own_drafts_of_client(actor: Actor, *, client_id: UUID) -> list[DraftLine]:
    """Return the actor's unsigned notes about one client, the oldest first; NotFound outside the care."""
    require_record(actor, client_id)
    notes = _own_drafts(actor).filter(client_id=client_id, binned_at=None).order_by("occurred_at", "id")
    return [
        DraftLine(note.id, note.occurred_at, note.template_version.template.name)
        for note in notes.select_related("template_version__template")
    ]


@query(requires=Permission.NOTE_READ)
def unsigned_count(actor: Actor) -> int:
    """Return how many notes wait for the actor's signature, own and asked for; a number only, so nothing is logged."""
    return _own_drafts(actor).filter(binned_at=None).count() + open_request_count(actor)


@query(requires=Permission.NOTE_READ)
def note_count(actor: Actor, *, client_id: UUID) -> int:
    """Return how many notes the client's record has, for the tab; 0 for who may not read it."""
    return _of_client(actor, client_id).filter(client__in=list(names_of(actor, [client_id]))).count()


@query(requires=Permission.NOTE_READ)
def own_note_states(actor: Actor, *, appointment_ids: Collection[UUID]) -> dict[UUID, dict[UUID, str]]:
    """Return, by appointment and client, the status of the actor's notes, for the calendar's glyphs."""
    notes = Note.objects.filter(
        practice_id=actor.practice_id,
        author_id=actor.membership_id,
        appointment_id__in=appointment_ids,
        binned_at=None,
    )
    rows = not_in_error(notes).order_by("started_at")
    found: dict[UUID, dict[UUID, str]] = {}
    for appointment_id, client_id, status in rows.values_list("appointment_id", "client_id", "status"):
        if appointment_id is not None:
            found.setdefault(appointment_id, {})[client_id] = status
    return found


def has_in_bin_since(practice_id: UUID, moment: datetime) -> bool:
    """Whether a never saved draft was discarded at or before the moment. Inside a tenant scope; shows nothing."""
    binned = Note.objects.filter(practice_id=practice_id, status=Note.Status.DRAFT, saved=0, binned_at__lte=moment)
    return binned.exists()


def _own_drafts(actor: Actor) -> "QuerySet[Note]":
    return Note.objects.filter(practice_id=actor.practice_id, author_id=actor.membership_id, status=Note.Status.DRAFT)


def _of_client(actor: Actor, client_id: UUID) -> "QuerySet[Note]":
    return not_in_error(_all_of_client(actor, client_id))


def _all_of_client(actor: Actor, client_id: UUID) -> "QuerySet[Note]":
    return (
        Note.objects.filter(
            practice_id=actor.practice_id, client_id__in=group_of(actor.practice_id, client_id), binned_at=None
        )
        .select_related("author", "template_version__template")
        .order_by("-occurred_at", "-id")
    )


def _heads(notes: Collection[Note]) -> dict[tuple[UUID, int], NoteVersion]:
    """The version in force of each note, in one query."""
    wanted = {(note.id, note.head) for note in notes}
    rows = NoteVersion.objects.filter(
        practice_id__in={note.practice_id for note in notes},
        note_id__in=[note.id for note in notes],
        number__in={note.head for note in notes},
    )
    return {(row.note_id, row.number): row for row in rows if (row.note_id, row.number) in wanted}


def _words(notes: Collection[Note]) -> dict[tuple[UUID, int], int]:
    return {place: row.words for place, row in _heads(notes).items()}


def _contents(notes: Collection[Note]) -> dict[UUID, Content | None]:
    heads = _heads(notes)
    return {note.id: content_or_none(note.client_id, heads[note.id, note.head]) for note in notes}


def _holds(content: Content | None, wanted: list[str]) -> bool:
    text = "\n".join(f"{section.heading}\n{section.text}" for section in content or ()).casefold()
    return bool(wanted) and all(word in text for word in wanted)


def _rows(actor: Actor, notes: list[Note]) -> tuple[NoteRow, ...]:
    heads = _heads(notes)
    counted = Addendum.objects.filter(
        practice_id=actor.practice_id, note_id__in=[note.id for note in notes], marks_error=False
    )
    addenda = dict(counted.values_list("note_id").annotate(n=Count("id")))
    return tuple(_row(actor, note, heads[note.id, note.head], addenda.get(note.id, 0)) for note in notes)


def _row(actor: Actor, note: Note, head: NoteVersion, addenda: int) -> NoteRow:
    content = content_or_none(note.client_id, head) or ()
    return NoteRow(
        id=note.id,
        client_id=note.client_id,
        author_id=note.author_id,
        author_name=note.author.display_name,
        template_name=note.template_version.template.name,
        status=note.status,
        occurred_at=note.occurred_at,
        changed_at=note.changed_at,
        words=head.words,
        addenda=addenda,
        beginning=excerpt("\n".join(section.text for section in content), EXCERPT),
        is_mine=note.author_id == actor.membership_id,
    )
