"""Keeping what somebody types: every two seconds by itself, and on Save (N1, N2, N3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.journal.models import Note, NoteVersion
from kollega.journal.operations.locking import lock_to_write, version_of
from kollega.journal.rules.content import Content, filled, only_adds, too_long, words
from kollega.journal.sealing import open_content, seal_content
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, note_written, operation

# An autosave that only adds may take the place of the one before it for this long.
GROWS_FOR = timedelta(minutes=5)
TOO_LONG = N_("This section is too long. Move part of it to another section or note.")


@dataclass(frozen=True, slots=True)
class Sending:
    """Which text this is: the browser tab that typed it and its running number there, so that it counts once."""

    tab: UUID
    sequence: int


@dataclass(frozen=True, slots=True)
class OtherText:
    """The text that is in force while the one handed in was kept beside it."""

    revision: int
    at: datetime
    content: Content


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a text: in force as `revision`, or, when `other` is there, kept beside that one."""

    revision: int
    number: int
    at: datetime
    other: OtherText | None = None


@operation(requires=Permission.NOTE_WRITE)
def autosave(actor: Actor, *, note_id: UUID, texts: Mapping[str, str], base: int, sending: Sending) -> Kept:
    """Keep the text typed so far. `texts` by section key, `base` the revision it was typed on.

    A text typed on an older revision is kept as a version of its own and the answer carries the other text: the
    caller must ask which one holds. The same sending twice is kept once.
    Refuses with AlreadySigned, NotTheAuthor, SharedToRead, NoteInBin, BadInput, NotFound.
    """
    return _keep(actor, note_id, texts, base, sending, NoteVersion.Kind.AUTOSAVE)


@operation(requires=Permission.NOTE_WRITE)
def save(actor: Actor, *, note_id: UUID, texts: Mapping[str, str], base: int, sending: Sending | None = None) -> Kept:
    """Keep the text as a saved version, to which discarding later goes back. Else like `autosave`."""
    return _keep(actor, note_id, texts, base, sending, NoteVersion.Kind.SAVE)


def _keep(
    actor: Actor, note_id: UUID, texts: Mapping[str, str], base: int, sending: Sending | None, kind: NoteVersion.Kind
) -> Kept:
    note = lock_to_write(actor, note_id)
    head = version_of(note, note.head)
    before = open_content(note.client_id, head)
    known = _already_here(note, sending)
    if known is not None:
        other = OtherText(note.revision, head.at, before) if known.kind == NoteVersion.Kind.BESIDE else None
        return _as_it_is(note, other)
    content = filled(before, texts)
    _check_length(content)
    if base != note.revision and content != before and not _continues(head, sending):
        return _beside(actor, note, content, sending, OtherText(note.revision, head.at, before))
    if content == before and kind == NoteVersion.Kind.AUTOSAVE:
        return _as_it_is(note)
    if kind == NoteVersion.Kind.AUTOSAVE and _may_grow(actor, head, sending) and only_adds(before, content):
        return _grow(actor, note, head, content, sending)
    return _new_version(actor, note, content, sending, kind)


def _already_here(note: Note, sending: Sending | None) -> NoteVersion | None:
    """The version in which this sending, or a later one of the same tab, was kept."""
    if sending is None:
        return None
    of_tab = NoteVersion.objects.filter(practice_id=note.practice_id, note_id=note.id, tab=sending.tab)
    return of_tab.filter(sequence__gte=sending.sequence).order_by("-sequence").first()


def _continues(head: NoteVersion, sending: Sending | None) -> bool:
    """The text in force came from the same tab, whose answer was lost on the way: nobody else wrote since."""
    written = (NoteVersion.Kind.AUTOSAVE, NoteVersion.Kind.SAVE)
    return sending is not None and head.tab == sending.tab and head.kind in written


def _as_it_is(note: Note, other: OtherText | None = None) -> Kept:
    _covered(note)
    return Kept(note.revision, note.head, note.changed_at, other)


def _check_length(content: Content) -> None:
    long = too_long(content)
    if long:
        raise BadInput(fields=dict.fromkeys(long, TOO_LONG))


def _may_grow(actor: Actor, head: NoteVersion, sending: Sending | None) -> bool:
    return (
        sending is not None
        and head.kind == NoteVersion.Kind.AUTOSAVE
        and head.tab == sending.tab
        and actor.at - head.began_at < GROWS_FOR
    )


def _grow(actor: Actor, note: Note, head: NoteVersion, content: Content, sending: Sending | None) -> Kept:
    head.sealed = seal_content(note.practice_id, note.client_id, note.id, head.number, content)
    head.words, head.at = words(content), actor.at
    head.sequence = sending.sequence if sending else head.sequence
    head.save(update_fields=["sealed", "words", "at", "sequence"])
    note.revision, note.changed_at = note.revision + 1, actor.at
    note.save(update_fields=["revision", "changed_at"])
    _covered(note)
    return Kept(note.revision, head.number, actor.at)


def _covered(note: Note) -> None:
    """The log entry of the version being written stands for the seconds after it too (one entry, not one each 2 s)."""
    note_written(Entry(Action.CHANGE, "note", note.id, note.client_id))


def _new_version(actor: Actor, note: Note, content: Content, sending: Sending | None, kind: NoteVersion.Kind) -> Kept:
    number = add_version(actor, note, content, kind, sending)
    note.head, note.revision, note.changed_at = number, note.revision + 1, actor.at
    if kind == NoteVersion.Kind.SAVE:
        note.saved = number
    note.save(update_fields=["head", "latest", "saved", "revision", "changed_at"])
    record(actor, Action.CHANGE, "note", note.id, client_id=note.client_id, version=number, kind=kind)
    return Kept(note.revision, number, actor.at)


def _beside(actor: Actor, note: Note, content: Content, sending: Sending | None, other: OtherText) -> Kept:
    number = add_version(actor, note, content, NoteVersion.Kind.BESIDE, sending)
    note.save(update_fields=["latest"])
    record(actor, Action.CHANGE, "note", note.id, client_id=note.client_id, version=number, kind="beside")
    return Kept(other.revision, number, actor.at, other)


def add_version(
    actor: Actor, note: Note, content: Content, kind: NoteVersion.Kind, sending: Sending | None = None
) -> int:
    """Write the next version of a locked note and return its number; the caller stores the note's columns."""
    note.latest += 1
    NoteVersion.objects.create(
        practice_id=note.practice_id,
        note_id=note.id,
        number=note.latest,
        kind=kind,
        sealed=seal_content(note.practice_id, note.client_id, note.id, note.latest, content),
        words=words(content),
        author_id=actor.own_membership,
        began_at=actor.at,
        at=actor.at,
        tab=sending.tab if sending else None,
        sequence=sending.sequence if sending else 0,
    )
    return note.latest
