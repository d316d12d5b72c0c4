"""What a member signed here, as the very bytes; inside an operation that answers for the right to have them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kollega.clients.queries.access import names_of
from kollega.journal.models import Note, Signature
from kollega.journal.queries.attachments import attachment_facts
from kollega.journal.queries.checking import addendum_facts, facts_of, holds, link_of
from kollega.journal.rules.canonical import addendum_form, note_form
from kollega.journal.sealing import open_addendum, open_content
from kollega.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SignedForm:
    """One signature with the bytes it covers. `client_name` is the one the author may see."""

    note_id: UUID
    addendum_id: UUID | None
    client_id: UUID
    client_name: str
    number: int
    form: bytes
    digest: bytes
    tag: bytes
    key_id: UUID
    signed_name: str
    signed_at: datetime


def signed_count(actor: Actor) -> int:
    """Count what the actor has signed here."""
    return _own(actor).count()


def signed_forms(actor: Actor) -> list[SignedForm]:
    """Return what the actor signed about clients whom they may know now, in the order of signing.

    A signature that no longer stands for what is stored is left out: its bytes are not the signed ones.
    """
    rows = list(_own(actor).select_related("note", "version", "addendum").order_by("number"))
    names = names_of(actor, {row.note.client_id for row in rows})
    return [
        _form(row, row.note, names[row.note.client_id].full)
        for row in rows
        if row.note.client_id in names and _has_text(row) and holds(row, row.note)
    ]


def _own(actor: Actor) -> "QuerySet[Signature]":
    """What they signed of their own; a signature under a colleague's note stays with that note."""
    return Signature.objects.filter(practice_id=actor.practice_id, signed_by_id=actor.own_membership, request=None)


def _has_text(row: Signature) -> bool:
    """False where the text was destroyed by decision."""
    signed = row.addendum or row.version
    return signed is not None and bool(signed.sealed)


def _form(row: Signature, note: Note, client_name: str) -> SignedForm:
    return SignedForm(
        note_id=note.id,
        addendum_id=row.addendum_id,
        client_id=note.client_id,
        client_name=client_name,
        number=row.number,
        form=_bytes(row, note),
        digest=bytes(row.digest),
        tag=bytes(row.tag),
        key_id=row.key_id,
        signed_name=row.signed_name,
        signed_at=row.signed_at,
    )


def _bytes(row: Signature, note: Note) -> bytes:
    if row.addendum is not None:
        reason, text = open_addendum(note.client_id, row.addendum)
        return addendum_form(link_of(row), addendum_facts(note, row.addendum, reason, text))
    assert row.version is not None, "a signature is of a version or of an addendum"
    content = open_content(note.client_id, row.version)
    facts = facts_of(note, row.version.number, content, attachment_facts(note.practice_id, note.id))
    return note_form(link_of(row), facts)
