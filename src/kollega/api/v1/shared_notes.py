"""Single notes shared inside the practice: with whom, and those shared with the token's person (N7)."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.notes import AddendumOut, SectionOut, SignatureOut
from kollega.api.v1.team_notes import ViewedClientOut
from kollega.journal.operations import sharing
from kollega.journal.queries import shares
from kollega.journal.rules.sharing import Level
from kollega.kernel.permissions import Permission

router = Router()
TAG = "Record"


class SharedOut(Schema):
    member_id: UUID
    name: str
    level: Level
    shared_by_name: str
    at: datetime
    may_end: bool


class SharesOut(Schema):
    note_id: UUID
    may_share: bool
    rows: list[SharedOut]


class ShareIn(Schema):
    membership_id: UUID
    level: Level = Field(description="view: read; edit: also write in the draft; full: also share on")


class SharedRowOut(Schema):
    note_id: UUID
    client: ViewedClientOut
    author_name: str
    shared_by_name: str
    template_name: str
    occurred_at: datetime
    status: str
    level: Level
    is_new: bool = Field(description="Not opened yet on a page")


class SharedNoteOut(Schema):
    id: UUID
    client: ViewedClientOut
    author_name: str
    template_name: str
    occurred_at: datetime
    changed_at: datetime
    revision: int
    status: str
    level: Level
    may_write: bool
    content: list[SectionOut] | None
    signature: SignatureOut | None
    addenda: list[AddendumOut]
    error_mark: AddendumOut | None
    is_unchanged: bool | None = Field(description="For a signed note: whether its signature still holds")


@endpoint(router, "GET", "/notes/{uuid:note_id}/shares", requires=Permission.NOTE_READ, answer=SharesOut, tag=TAG)
def list_note_shares(request: ApiRequest, note_id: UUID) -> shares.SharesOfNote:
    """With whom a note is shared, and what each of them may do."""
    return shares.shares_of_note(request.actor, note_id=note_id)


@endpoint(router, "POST", "/notes/{uuid:note_id}/shares", requires=Permission.NOTE_READ, answer=SharesOut, tag=TAG)
def share_note(request: ApiRequest, note_id: UUID, body: ShareIn) -> shares.SharesOfNote:
    """Share a note with a clinician of the practice, or change what they may do. They are told without content."""
    sharing.share_note(request.actor, note_id=note_id, membership_id=body.membership_id, level=body.level)
    return shares.shares_of_note(request.actor, note_id=note_id)


@endpoint(
    router,
    "DELETE",
    "/notes/{uuid:note_id}/shares/{uuid:membership_id}",
    requires=Permission.NOTE_READ,
    answer=None,
    status=204,
    tag=TAG,
)
def end_note_share(request: ApiRequest, note_id: UUID, membership_id: UUID) -> None:
    """End a share: for the author, who gave it, and who has it."""
    sharing.end_note_share(request.actor, note_id=note_id, membership_id=membership_id)


@endpoint(router, "GET", "/shared-notes", requires=Permission.NOTE_READ, answer=list[SharedRowOut], tag=TAG)
def list_shared_notes(request: ApiRequest) -> list[shares.SharedRow]:
    """The notes that colleagues share with the token's person, without their text."""
    return shares.shared_with_me(request.actor)


@endpoint(
    router, "GET", "/shared-notes/{uuid:shared_note_id}", requires=Permission.NOTE_READ, answer=SharedNoteOut, tag=TAG
)
def read_shared_note(request: ApiRequest, shared_note_id: UUID) -> shares.SharedNote:
    """One of them. Write in it by the calls that keep a note's text, where `may_write` says so."""
    note = shares.shared_note(request.actor, note_id=shared_note_id)
    if note.is_new:
        sharing.see_share(request.actor, note_id=shared_note_id)
    request.etag = str(note.revision)
    return note
