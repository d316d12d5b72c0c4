"""What the calendar shows of the record: whether a visit has a note, and the way to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from kollega.journal.queries.lists import own_note_states, unsigned_count
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import Status
from kollega.scheduling.queries.calendar import CalendarEvent

SIGNED = "signed"
WITHOUT_NOTE = frozenset({Status.NO_SHOW, Status.LATE_CANCELLED, Status.CANCELLED})


@dataclass(frozen=True, slots=True)
class NoteLink:
    """The note of a visit; `state` is its status, empty when there is none yet."""

    url: str
    state: str


def note_states(actor: Actor, appointment_ids: Collection[UUID]) -> Mapping[UUID, str] | None:
    """The state of the viewer's own notes of these appointments; None for a viewer who writes none."""
    if not actor.may(Permission.NOTE_WRITE):
        return None
    if not appointment_ids:
        return {}
    found = own_note_states(actor, appointment_ids=appointment_ids)
    return {appointment_id: state for appointment_id, (_note_id, state) in found.items()}


def note_link(actor: Actor, practice: str, event: CalendarEvent) -> NoteLink | None:
    """The way to the viewer's own note of a visit, or to a new one once the visit has begun."""
    own = event.clinician_id == actor.membership_id and actor.may(Permission.NOTE_WRITE)
    if not own or event.id is None or event.client is None:
        return None
    state = own_note_states(actor, appointment_ids=[event.id]).get(event.id, (None, ""))[1]
    if not state and (event.starts_at > actor.at or event.status in WITHOUT_NOTE):
        return None
    url = note_address(practice, event.id)
    return NoteLink(url, state) if url else None


def note_address(practice: str, appointment_id: UUID) -> str:
    """The address that opens or starts the note of an appointment; empty while the record has no pages."""
    try:
        return reverse("journal:from_appointment", args=[practice, appointment_id])
    except NoReverseMatch:
        return ""


def notes_to_sign(actor: Actor) -> int:
    """How many of the viewer's notes wait for a signature."""
    return unsigned_count(actor) if actor.may(Permission.NOTE_SIGN) else 0
