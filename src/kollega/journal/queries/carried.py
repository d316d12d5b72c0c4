"""Copies of notes that their author signed in another practice; only the author reads them (T10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kollega.journal.models import CarriedNote
from kollega.journal.rules.carried import is_what_was_signed, read_form
from kollega.journal.rules.content import Content
from kollega.journal.sealing import carried_client_place, carried_place
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import open_sealed
from kollega.platform.operations import Action, Entry, query


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """One copy in the list."""

    id: UUID
    client_name: str
    origin_name: str
    signed_at: datetime
    is_addendum: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """A copy opened. `digest` is hexadecimal; `is_unchanged` says that the bytes are the signed ones."""

    id: UUID
    client_name: str
    origin_name: str
    content: Content
    is_addendum: bool
    occurred_at: datetime | None
    signed_name: str
    signed_at: datetime
    carried_at: datetime
    number: int
    digest: str
    is_unchanged: bool


def _listed(actor: Actor, result: list[CarriedRow], given: dict[str, Any]) -> Entry | None:
    return Entry(Action.READ, "carried_note_list", detail={"shown": len(result)}) if result else None


@query(requires=Permission.NOTE_READ, logs=_listed)
def carried_notes(actor: Actor) -> list[CarriedRow]:
    """Return the actor's own copies, the newest signature first."""
    return [
        CarriedRow(row.id, _client(row), row.origin_name, row.signed_at, row.addendum is not None)
        for row in _own(actor).order_by("-signed_at", "-number")
    ]


def _opened(actor: Actor, result: Carried, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "carried_note", result.id)


@query(requires=Permission.NOTE_READ, logs=_opened)
def carried_note(actor: Actor, *, carried_note_id: UUID) -> Carried:
    """Return one of the actor's own copies. Refuses with NotFound."""
    row = _own(actor).filter(id=carried_note_id).first()
    if row is None:
        raise NotFound
    digest = bytes(row.digest)
    form = open_sealed(row.practice_id, bytes(row.sealed), context=carried_place(digest))
    text = read_form(form)
    return Carried(
        id=row.id,
        client_name=_client(row),
        origin_name=row.origin_name,
        content=text.content,
        is_addendum=text.is_addendum,
        occurred_at=text.occurred_at,
        signed_name=row.signed_name,
        signed_at=row.signed_at,
        carried_at=row.carried_at,
        number=row.number,
        digest=digest.hex(),
        is_unchanged=is_what_was_signed(form, digest),
    )


@query(requires=Permission.NOTE_READ)
def has_carried(actor: Actor) -> bool:
    """Say whether the actor has any copies here."""
    return _own(actor).exists()


def _own(actor: Actor) -> "QuerySet[CarriedNote]":
    if actor.membership_id is None:
        return CarriedNote.objects.none()
    return CarriedNote.objects.filter(practice_id=actor.practice_id, carried_by_id=actor.membership_id)


def _client(row: CarriedNote) -> str:
    place = carried_client_place(bytes(row.digest))
    return open_sealed(row.practice_id, bytes(row.client_sealed), context=place).decode()
