"""Keeping copies of what was signed in another practice. Undecorated part of an operation, in the receiving one."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from kollega.audit.operations.recording import record_all
from kollega.journal.models import CarriedNote
from kollega.journal.queries.signed_forms import SignedForm
from kollega.journal.sealing import carried_client_place, carried_place
from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id
from kollega.platform.crypto import seal
from kollega.platform.operations import Action, Entry


@dataclass(frozen=True, slots=True)
class Origin:
    """The practice in which the notes stay."""

    practice_id: UUID
    name: str


def keep_carried(actor: Actor, forms: Iterable[SignedForm], *, origin: Origin) -> int:
    """Store each signed form under this practice's key, once, and return how many were new. Each is a row of the log.

    The actor is the author as a member of the receiving practice.
    """
    known = {
        bytes(digest)
        for digest in CarriedNote.objects.filter(practice_id=actor.practice_id).values_list("digest", flat=True)
    }
    rows = [_row(actor, form, origin) for form in forms if form.digest not in known]
    CarriedNote.objects.bulk_create(rows)
    detail = {"origin": str(origin.practice_id)}
    record_all(actor, [Entry(Action.IMPORT, "carried_note", row.id, detail=detail) for row in rows])
    return len(rows)


def _row(actor: Actor, form: SignedForm, origin: Origin) -> CarriedNote:
    return CarriedNote(
        id=new_id(),
        practice_id=actor.practice_id,
        origin=origin.practice_id,
        origin_name=origin.name,
        original=form.note_id,
        addendum=form.addendum_id,
        number=form.number,
        digest=form.digest,
        tag=form.tag,
        key_id=form.key_id,
        signed_name=form.signed_name,
        signed_at=form.signed_at,
        sealed=seal(actor.practice_id, form.form, context=carried_place(form.digest)),
        client_sealed=seal(actor.practice_id, form.client_name.encode(), context=carried_client_place(form.digest)),
        carried_by_id=actor.own_membership,
        carried_at=actor.at,
    )
