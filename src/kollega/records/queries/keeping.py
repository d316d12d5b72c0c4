"""How long a client's record has to be kept, what holds it, and what was decided to be destroyed (N11, JR-9, JR-11)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kollega.clients.queries.access import ClientHead, require_record
from kollega.clients.queries.information import every_version
from kollega.journal.queries.deciding import DestructionRow, destructions_of, one_destruction
from kollega.journal.queries.whole_record import NoteChoice, last_entry_at, notes_to_choose
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.profile import profile_of
from kollega.records.models import LegalHold
from kollega.records.queries.settings import years_set
from kollega.records.rules.countries import Law, kept_until, law_of
from kollega.scheduling.queries.visits import last_visit_at


@dataclass(frozen=True, slots=True)
class HoldView:
    reason: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class Keeping:
    """`until`: the first day on which the duty to keep is over; None when no date ends it, or it has not begun to run.

    `notes` are the signed ones that can be decided about.
    """

    client: ClientHead
    law: Law
    until: date | None
    last_entry: date | None
    hold: HoldView | None
    destructions: tuple[DestructionRow, ...]
    notes: tuple[NoteChoice, ...]


def _read(actor: Actor, result: Keeping, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "record_keeping", client_id=result.client.id)


@query(requires=Permission.RECORD_DESTROY, logs=_read)
def keeping(actor: Actor, *, client_id: UUID) -> Keeping:
    """Return what holds for the record. NotFound for those who may not read it."""
    head = require_record(actor, client_id)
    law, last = law_of(profile_of(actor).country), last_entry_on(actor, client_id)
    return Keeping(
        client=head,
        law=law,
        until=until_when(actor, head),
        last_entry=last,
        hold=_hold_view(actor, client_id),
        destructions=tuple(destructions_of(actor, client_id)),
        notes=tuple(note for note in notes_to_choose(actor, client_id) if note.is_signed),
    )


def until_when(actor: Actor, head: ClientHead) -> date | None:
    """Return the first day on which the record need not be kept any more; inside an operation or query."""
    law, last = law_of(profile_of(actor).country), last_entry_on(actor, head.id)
    return kept_until(law, years_set(actor), last, None if head.is_active else last)


def last_entry_on(actor: Actor, client_id: UUID) -> date | None:
    """The practice's day of the last entry: a note, an addendum, client information, or a visit that has been."""
    moments = [last_entry_at(actor, client_id), last_visit_at(actor.practice_id, client_id, before=actor.at)]
    moments += [each.at for each in every_version(actor, client_id)]
    known = [moment for moment in moments if moment is not None]
    return max(known).astimezone(actor.timezone).date() if known else None


def hold_of(actor: Actor, client_id: UUID) -> LegalHold | None:
    """Return the hold in force, or None; inside an operation or query."""
    rows = LegalHold.objects.filter(practice_id=actor.practice_id, client_id=client_id, lifted_at=None)
    return rows.select_related("set_by").first()


def hold_place(hold_id: UUID) -> bytes:
    return f"legal hold|{hold_id}".encode()


def _hold_view(actor: Actor, client_id: UUID) -> HoldView | None:
    row = hold_of(actor, client_id)
    if row is None:
        return None
    reason = open_sealed(row.practice_id, bytes(row.sealed), context=hold_place(row.id)).decode()
    return HoldView(reason, row.set_by.display_name, row.set_at)


@dataclass(frozen=True, slots=True)
class OpenedDestruction:
    """A decision with the authority's document, a PDF; empty where there is none."""

    client: ClientHead
    row: DestructionRow
    document: bytes


def _decision_read(actor: Actor, result: OpenedDestruction, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "destruction", result.row.id, result.client.id)


@query(requires=Permission.RECORD_DESTROY, logs=_decision_read)
def destruction(actor: Actor, *, destruction_id: UUID) -> OpenedDestruction:
    """Open one decision. NotFound for those who may not read the record."""
    found = one_destruction(actor, destruction_id)
    if found is None:
        raise NotFound
    row, document = found
    return OpenedDestruction(require_record(actor, row.client_id), row, document)
