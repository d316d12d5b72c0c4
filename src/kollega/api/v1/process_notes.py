"""Process notes: the token's person's own working notes, apart from the record (N9)."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.notes import SendingIn
from kollega.api.v1.shapes import CreatedOut
from kollega.journal.operations import process_notes as operations
from kollega.journal.operations.writing import Sending
from kollega.journal.queries import process_notes as queries
from kollega.kernel.permissions import Permission

router = Router()
TAG = "Record"


class ProcessNoteRowOut(Schema):
    id: UUID
    started_at: datetime
    changed_at: datetime
    beginning: str


class ProcessNoteOut(Schema):
    id: UUID
    client_id: UUID
    started_at: datetime
    changed_at: datetime
    revision: int
    text: str | None

    @staticmethod
    def resolve_client_id(note: queries.OpenedProcessNote) -> UUID:
        return note.client.id


class ProcessTextIn(Schema):
    text: str
    base: int = Field(description="The revision that was read")
    sending: SendingIn | None = None


class KeptProcessNoteOut(Schema):
    revision: int
    at: datetime
    other: str | None = Field(description="The text in force, when the one sent was typed on an older one: not stored")


@endpoint(
    router,
    "GET",
    "/clients/{uuid:client_id}/process-notes",
    requires=Permission.NOTE_WRITE,
    answer=list[ProcessNoteRowOut],
    tag=TAG,
)
def list_process_notes(request: ApiRequest, client_id: UUID) -> list[queries.ProcessNoteRow]:
    """One's own process notes about a client. Nobody else can read them; they are no part of the record."""
    return queries.own_process_notes(request.actor, client_id=client_id)


@endpoint(
    router,
    "POST",
    "/clients/{uuid:client_id}/process-notes",
    requires=Permission.NOTE_WRITE,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def start_process_note(request: ApiRequest, client_id: UUID) -> CreatedOut:
    """Begin a process note."""
    return CreatedOut(id=operations.start_process_note(request.actor, client_id=client_id))


@endpoint(
    router,
    "GET",
    "/process-notes/{uuid:process_note_id}",
    requires=Permission.NOTE_WRITE,
    answer=ProcessNoteOut,
    tag=TAG,
)
def read_process_note(request: ApiRequest, process_note_id: UUID) -> queries.OpenedProcessNote:
    """One of one's own. Opening it is logged, by its id."""
    opened = queries.open_own_process_note(request.actor, process_note_id=process_note_id)
    request.etag = str(opened.revision)
    return opened


@endpoint(
    router,
    "PUT",
    "/process-notes/{uuid:process_note_id}",
    requires=Permission.NOTE_WRITE,
    answer=KeptProcessNoteOut,
    tag=TAG,
)
def keep_process_note(request: ApiRequest, process_note_id: UUID, body: ProcessTextIn) -> operations.KeptProcessNote:
    """Keep the text."""
    sending = Sending(body.sending.tab, body.sending.sequence) if body.sending else None
    return operations.keep_process_note(
        request.actor, process_note_id=process_note_id, text=body.text, base=body.base, sending=sending
    )


@endpoint(
    router,
    "DELETE",
    "/process-notes/{uuid:process_note_id}",
    requires=Permission.NOTE_WRITE,
    answer=None,
    status=204,
    tag=TAG,
)
def delete_process_note(request: ApiRequest, process_note_id: UUID) -> None:
    """Delete one's own process note for good."""
    operations.delete_process_note(request.actor, process_note_id=process_note_id)
