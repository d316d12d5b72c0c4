"""Sealed copies of notes that the author brought from another practice. They are brought on a page, by a person."""

from datetime import datetime
from uuid import UUID

from ninja import Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.notes import TAG, SectionOut
from kollega.journal.queries import carried
from kollega.kernel.permissions import Permission

router = Router()


class CarriedRowOut(Schema):
    id: UUID
    client_name: str
    origin_name: str
    signed_at: datetime
    is_addendum: bool


class CarriedOut(CarriedRowOut):
    """`digest` is the SHA-256 that was signed, in hexadecimal."""

    content: list[SectionOut]
    occurred_at: datetime | None
    signed_name: str
    carried_at: datetime
    number: int
    digest: str
    is_unchanged: bool


@endpoint(router, "GET", "/carried-notes", requires=Permission.NOTE_READ, answer=list[CarriedRowOut], tag=TAG)
def list_carried_notes(request: ApiRequest) -> list[carried.CarriedRow]:
    """One's own copies from other practices."""
    return carried.carried_notes(request.actor)


@endpoint(
    router,
    "GET",
    "/carried-notes/{uuid:carried_note_id}",
    requires=Permission.NOTE_READ,
    answer=CarriedOut,
    tag=TAG,
)
def read_carried_note(request: ApiRequest, carried_note_id: UUID) -> carried.Carried:
    """One copy with its text and what proves it."""
    return carried.carried_note(request.actor, carried_note_id=carried_note_id)
