"""The legal hold, and destroying notes by a decision that two persons carry out (N11, JR-9, JR-11)."""

from collections.abc import Collection
from datetime import date
from io import BytesIO
from uuid import UUID

from django.db import transaction

from kollega.audit.operations.recording import record
from kollega.clients.queries.access import ClientHead, require_care, require_record
from kollega.documents.rules.media import Media
from kollega.documents.rules.recognising import recognise
from kollega.documents.rules.refused import Unfit
from kollega.journal.models import Destruction
from kollega.journal.operations.chain import require_fresh
from kollega.journal.operations.destroying import destroy_texts, remove_files
from kollega.journal.queries.deciding import document_place
from kollega.journal.queries.destroyed import destroyed_view
from kollega.journal.queries.whole_record import notes_to_choose
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import seal
from kollega.platform.holding import hold
from kollega.platform.operations import Action, operation
from kollega.records.errors import (
    DestructionOver,
    HoldChanged,
    KeptByLaw,
    NothingToDestroy,
    OnHold,
    SecondPersonNeeded,
)
from kollega.records.models import LegalHold
from kollega.records.queries.keeping import hold_of, hold_place, until_when

REASON_MISSING = N_("Write why.")
TOO_LONG = N_("This is longer than the field can hold.")
ALL_THREE = N_("An authority's decision has its name, its number and the decision itself as PDF.")
ONLY_PDF = N_("The decision has to be a PDF without scripts, of at most 5 MB.")
IN_THE_FUTURE = N_("The date lies in the future.")
LONGEST_REASON, LONGEST_AUTHORITY, LONGEST_NUMBER = 1000, 120, 80
LARGEST = 5 * 1024**2


@operation(requires=Permission.RECORD_DESTROY)
def set_hold(actor: Actor, *, client_id: UUID, reason: str) -> None:
    """Let nothing of the record be destroyed until the hold is lifted. NotFound, BadInput, HoldChanged."""
    require_record(actor, client_id)
    words = reason.strip()
    if not words or len(words) > LONGEST_REASON:
        raise BadInput(fields={"reason": TOO_LONG if words else REASON_MISSING})
    _alone(client_id)
    if hold_of(actor, client_id) is not None:
        raise HoldChanged
    hold_id = new_id()
    LegalHold.objects.create(
        id=hold_id,
        practice_id=actor.practice_id,
        client_id=client_id,
        sealed=seal(actor.practice_id, words.encode(), context=hold_place(hold_id)),
        set_by_id=actor.own_membership,
        set_at=actor.at,
    )
    record(actor, Action.CREATE, "record_hold", hold_id, client_id=client_id)


@operation(requires=Permission.RECORD_DESTROY)
def lift_hold(actor: Actor, *, client_id: UUID) -> None:
    """End the hold in force. NotFound, HoldChanged when there is none."""
    require_record(actor, client_id)
    _alone(client_id)
    row = hold_of(actor, client_id)
    if row is None:
        raise HoldChanged
    row.lifted_by_id, row.lifted_at = actor.own_membership, actor.at
    row.save(update_fields=["lifted_by", "lifted_at"])
    record(actor, Action.CANCEL, "record_hold", row.id, client_id=client_id)


@operation(requires=Permission.RECORD_DESTROY)
def ask_destruction(
    actor: Actor,
    *,
    client_id: UUID,
    note_ids: Collection[UUID],
    decided_on: date,
    authority: str = "",
    number: str = "",
    document: bytes = b"",
) -> UUID:
    """Ask to destroy signed notes and return the decision's id; nothing is destroyed until somebody else confirms.

    Without an authority's decision only when the years of keeping are over. Refuses with NotFound, NotInCare, BadInput,
    NothingToDestroy, KeptByLaw, OnHold.
    """
    head = require_care(actor, client_id)
    _check_decision(actor, decided_on, authority.strip(), number.strip(), document)
    _alone(client_id)
    _refuse_kept(actor, head, by_authority=bool(authority.strip()))
    signed = {note.id for note in notes_to_choose(actor, client_id) if note.is_signed}
    if not set(note_ids) <= {note.id for note in notes_to_choose(actor, client_id)}:
        raise NotFound
    if not note_ids or not set(note_ids) <= signed:
        raise NothingToDestroy
    if any(destroyed_view(actor.practice_id, note_id) for note_id in note_ids):
        raise NothingToDestroy
    row_id = new_id()
    Destruction.objects.create(
        id=row_id,
        practice_id=actor.practice_id,
        client_id=client_id,
        note_ids=sorted(set(note_ids)),
        authority=authority.strip(),
        number=number.strip(),
        decided_on=decided_on,
        document=seal(actor.practice_id, document, context=document_place(row_id)) if document else b"",
        asked_by_id=actor.own_membership,
        asked_at=actor.at,
    )
    record(actor, Action.CREATE, "destruction", row_id, client_id=client_id, notes=len(set(note_ids)))
    return row_id


def _check_decision(actor: Actor, decided_on: date, authority: str, number: str, document: bytes) -> None:
    faults: dict[str, str] = {}
    if len({bool(authority), bool(number), bool(document)}) > 1:
        faults["authority"] = ALL_THREE
    if len(authority) > LONGEST_AUTHORITY:
        faults["authority"] = TOO_LONG
    if len(number) > LONGEST_NUMBER:
        faults["number"] = TOO_LONG
    if document and not _is_pdf(document):
        faults["document"] = ONLY_PDF
    if decided_on > actor.at.astimezone(actor.timezone).date():
        faults["decided_on"] = IN_THE_FUTURE
    if faults:
        raise BadInput(fields=faults)


def _is_pdf(document: bytes) -> bool:
    if len(document) > LARGEST:
        return False
    try:
        return recognise(BytesIO(document)) is Media.PDF
    except Unfit:
        return False


@operation(requires=Permission.RECORD_DESTROY)
def confirm_destruction(actor: Actor, *, destruction_id: UUID) -> None:
    """Carry the decision out, as another person than the one who asked, freshly authenticated.

    The texts of all versions and addenda and the attached files are gone for good; marker, signatures and hashes stay.
    Refuses with NotFound, FreshLoginNeeded, SecondPersonNeeded, DestructionOver, OnHold, KeptByLaw.
    """
    row, head = _open(actor, destruction_id)
    require_fresh(actor)
    if row.asked_by.person_id == actor.person_id:
        raise SecondPersonNeeded
    _refuse_kept(actor, head, by_authority=bool(row.authority))
    row.confirmed_by_id, row.confirmed_at = actor.own_membership, actor.at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    gone = destroy_texts(actor, row)
    record(actor, Action.SIGN, "destruction", row.id, client_id=row.client_id, notes=len(row.note_ids))
    transaction.on_commit(lambda: remove_files(row.practice_id, gone))


@operation(requires=Permission.RECORD_DESTROY)
def withdraw_destruction(actor: Actor, *, destruction_id: UUID) -> None:
    """Take the request back, or turn it down; nothing is destroyed. NotFound, DestructionOver."""
    row, _ = _open(actor, destruction_id)
    row.withdrawn_at = actor.at
    row.save(update_fields=["withdrawn_at"])
    record(actor, Action.CANCEL, "destruction", row.id, client_id=row.client_id)


def _open(actor: Actor, destruction_id: UUID) -> tuple[Destruction, ClientHead]:
    row = Destruction.objects.filter(practice_id=actor.practice_id, id=destruction_id).first()
    if row is None:
        raise NotFound
    head = require_record(actor, row.client_id)
    _alone(row.client_id)
    locked = Destruction.objects.select_for_update(no_key=True, of=("self",)).select_related("asked_by")
    row = locked.get(practice_id=actor.practice_id, id=destruction_id)
    if row.confirmed_at is not None or row.withdrawn_at is not None:
        raise DestructionOver
    return row, head


def _refuse_kept(actor: Actor, head: ClientHead, *, by_authority: bool) -> None:
    if hold_of(actor, head.id) is not None:
        raise OnHold
    until = until_when(actor, head)
    if not by_authority and (until is None or actor.at.astimezone(actor.timezone).date() < until):
        raise KeptByLaw


def _alone(client_id: UUID) -> None:
    """A hold and a destruction of the same record wait for each other."""
    hold([b"keeping|" + client_id.bytes])
