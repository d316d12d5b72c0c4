"""What the calendar shows of the record: whether a visit has a note, and the way to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from kollega.journal.queries.lists import own_note_states, unsigned_count
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import Status
from kollega.scheduling.queries.calendar import CalendarEvent
from kollega.scheduling.queries.sight import SeenClient

SIGNED, DRAFT = "signed", "draft"
WITHOUT_NOTE = frozenset({Status.NO_SHOW, Status.LATE_CANCELLED, Status.CANCELLED})


@dataclass(frozen=True, slots=True)
class NoteLink:
    """The note of a visit about one client; `state` is its status, empty when there is none yet."""

    url: str
    state: str
    client: str


States = Mapping[UUID, Mapping[UUID, str]]
"""By appointment and client: the status of the viewer's own note."""


def note_states(actor: Actor, appointment_ids: Collection[UUID]) -> States | None:
    """The viewer's own notes of these appointments; None for a viewer who writes none."""
    if not actor.may(Permission.NOTE_WRITE):
        return None
    if not appointment_ids:
        return {}
    return own_note_states(actor, appointment_ids=appointment_ids)


def clients_to_write_about(event: CalendarEvent) -> list[SeenClient]:
    """The clients of a visit who came or are to come; each has a note of their own."""
    if event.participants:
        return [one.client for one in event.participants if one.status not in WITHOUT_NOTE]
    return [event.client] if event.client else []


def state_of(event: CalendarEvent, states: States | None) -> str:
    """The state of a visit's notes: empty while any client has none, signed when all are, else draft."""
    own = (states or {}).get(event.id, {}) if event.id else {}
    found = {own.get(client.id, "") for client in clients_to_write_about(event)} or {""}
    return "" if "" in found else SIGNED if found == {SIGNED} else DRAFT


def note_links(actor: Actor, practice: str, event: CalendarEvent) -> list[NoteLink]:
    """The ways to the viewer's own notes of a visit, or to new ones once the visit has begun; one for each client."""
    own = event.clinician_id == actor.membership_id and actor.may(Permission.NOTE_WRITE)
    if not own or event.id is None:
        return []
    states = own_note_states(actor, appointment_ids=[event.id]).get(event.id, {})
    begun = event.starts_at <= actor.at and event.status not in WITHOUT_NOTE
    clients = clients_to_write_about(event)
    return [
        NoteLink(note_address(practice, event.id, client.id), states.get(client.id, ""), client.name)
        for client in clients
        if client.id in states or begun
    ]


def note_address(practice: str, appointment_id: UUID, client_id: UUID | None = None) -> str:
    """The address that opens or starts the note of an appointment, about one of its clients."""
    address = reverse("journal:from_appointment", args=[practice, appointment_id])
    return f"{address}?client={client_id}" if client_id else address


def notes_to_sign(actor: Actor) -> int:
    """How many of the viewer's notes wait for a signature."""
    return unsigned_count(actor) if actor.may(Permission.NOTE_SIGN) else 0
