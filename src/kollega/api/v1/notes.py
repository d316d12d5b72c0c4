"""The record: notes of a client, drafts with their versions, signing, addenda, templates."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import translation
from ninja import Field, Router, Schema

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.edge.fresh import freshly_authenticated
from kollega.journal.operations import addenda, attaching, closing, signing, starting, templates, writing
from kollega.journal.printing.note import print_note
from kollega.journal.queries import lists, notes, versions
from kollega.journal.queries import templates as template_queries
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.permissions import Permission

router = Router()
TAG = "Record"


class NoteRowOut(Schema):
    id: UUID
    client_id: UUID
    author_id: UUID
    author_name: str
    template_name: str
    status: str
    occurred_at: datetime
    changed_at: datetime
    words: int
    addenda: int
    beginning: str
    is_mine: bool


class NoteListOut(Schema):
    rows: list[NoteRowOut]
    total: int
    before: str | None = Field(description="Give it back as `before` for older notes; null at the end")
    in_error: int = Field(description="How many were left out because they were entered in error")


class UnsignedOut(Schema):
    id: UUID
    client_id: UUID
    occurred_at: datetime
    changed_at: datetime
    words: int
    template_name: str
    in_bin: bool
    is_locked: bool = Field(description="Untouched for too long: it can be signed, and not written in any more")
    put_away_at: datetime = Field(description="When it is locked (never saved: binned), should nobody touch it before")


class SectionOut(Schema):
    key: str
    heading: str
    text: str


class SignatureOut(Schema):
    name: str
    at: datetime
    number: int
    digest: str


class AddendumOut(Schema):
    id: UUID
    number: int
    reason: str
    text: str
    signature: SignatureOut


class AttachmentOut(Schema):
    document_id: UUID
    name: str
    size: int
    sha256: str = Field(description="Of the content that was attached; the signature covers it")
    is_there: bool


class NoteOut(Schema):
    id: UUID
    client_id: UUID
    author_id: UUID
    author_name: str
    appointment_id: UUID | None
    template_name: str
    status: str
    occurred_at: datetime
    changed_at: datetime
    revision: int
    words: int
    is_locked: bool = Field(description="An unsigned draft that can be signed, and not written in any more")
    content: list[SectionOut] | None
    signature: SignatureOut | None
    addenda: list[AddendumOut]
    error_mark: AddendumOut | None = Field(description="Set when the note was entered in error; it has no text")
    attachments: list[AttachmentOut]
    is_unchanged: bool | None = Field(description="For a signed note: whether its signature still holds")

    @staticmethod
    def resolve_client_id(note: notes.OpenedNote) -> UUID:
        return note.client.id

    @staticmethod
    def resolve_appointment_id(note: notes.OpenedNote) -> UUID | None:
        return note.visit.id if note.visit else None


class StartIn(Schema):
    """Of a visit by `appointment_id`, else of a client."""

    client_id: UUID | None = None
    appointment_id: UUID | None = None
    occurred_at: datetime | None = None
    template_id: UUID | None = None
    consent_confirmed: bool = Field(
        default=False, description="That the client knows of the note and agrees; some practices ask for it"
    )


class SendingIn(Schema):
    tab: UUID = Field(description="One id per open editor")
    sequence: int = Field(description="Rises with each sending of the editor, so that a repeat has no effect")


class WriteIn(Schema):
    texts: dict[str, str] = Field(description="Text by key of the section; sections left out keep theirs")
    base: int = Field(description="The revision that was read")
    sending: SendingIn


class SaveIn(Schema):
    texts: dict[str, str]
    base: int


class OtherOut(Schema):
    revision: int
    at: datetime
    content: list[SectionOut]


class KeptOut(Schema):
    revision: int
    number: int
    at: datetime
    other: OtherOut | None = Field(description="A text from elsewhere that this one did not contain; both are kept")


class SignIn(Schema):
    base: int
    password: str
    code: str = Field(description="One-time code or recovery code")


class SignedOut(Schema):
    note_id: UUID
    number: int
    digest: str
    at: datetime


class AddendumIn(Schema):
    reason: str
    text: str
    password: str
    code: str


class ErrorMarkIn(Schema):
    reason: str
    password: str
    code: str


class VersionRowOut(Schema):
    number: int
    kind: str
    at: datetime
    author_name: str
    words: int
    is_head: bool


class NoteVersionOut(Schema):
    number: int
    content: list[SectionOut]


class TemplateOut(Schema):
    id: UUID
    name: str
    is_mine: bool
    is_default: bool
    may_edit: bool
    headings: list[str]


class TemplateIn(Schema):
    name: str
    headings: list[str]


@dataclass(frozen=True, slots=True)
class _Row:
    """An unsigned note with the client's id; the name is on the client card."""

    id: UUID
    client_id: UUID
    occurred_at: datetime
    changed_at: datetime
    words: int
    template_name: str
    in_bin: bool
    is_locked: bool
    put_away_at: datetime


def _row(row: lists.UnsignedNote) -> _Row:
    return _Row(
        id=row.id,
        client_id=row.client.id,
        occurred_at=row.occurred_at,
        changed_at=row.changed_at,
        words=row.words,
        template_name=row.template_name,
        in_bin=row.in_bin,
        is_locked=row.is_locked,
        put_away_at=row.put_away_at,
    )


@endpoint(router, "GET", "/notes/unsigned", requires=Permission.NOTE_SIGN, answer=list[UnsignedOut], tag=TAG)
def list_unsigned_notes(request: ApiRequest) -> list[_Row]:
    """One's own drafts that wait to be signed, those in the bin last."""
    found = lists.unsigned_notes(request.actor)
    return [_row(row) for row in (*found.rows, *found.binned)]


@endpoint(router, "GET", "/clients/{uuid:client_id}/notes", requires=Permission.NOTE_READ, answer=NoteListOut, tag=TAG)
def list_notes(
    request: ApiRequest,
    client_id: UUID,
    author_id: UUID | None = None,
    before: str | None = None,
    words: str = "",
    in_error: bool = False,
) -> lists.NoteList:
    """A client's notes, newest first; with `words` those that hold them; with `in_error` the others. Logged."""
    if words.strip():
        return lists.search_notes(request.actor, client_id=client_id, words=words)
    return lists.notes_of_client(
        request.actor, client_id=client_id, author_id=author_id, before=before, in_error=in_error
    )


@endpoint(router, "POST", "/notes", requires=Permission.NOTE_WRITE, answer=CreatedOut, status=201, tag=TAG)
def start_note(request: ApiRequest, body: StartIn) -> CreatedOut:
    """Start a draft. One draft per appointment, client and author is used again.

    With an appointment alone, the note is about its first client.
    """
    if body.appointment_id is not None and body.client_id is None:
        note_id = starting.start_from_visit(
            request.actor,
            appointment_id=body.appointment_id,
            template_id=body.template_id,
            consent_confirmed=body.consent_confirmed,
        )
        return CreatedOut(id=note_id)
    if body.client_id is None:
        raise BadInput(fields={"client_id": N_("Name the client or the appointment.")})
    note_id = starting.start(
        request.actor,
        client_id=body.client_id,
        appointment_id=body.appointment_id,
        occurred_at=body.occurred_at,
        template_id=body.template_id,
        consent_confirmed=body.consent_confirmed,
    )
    return CreatedOut(id=note_id)


@endpoint(router, "GET", "/notes/{uuid:note_id}", requires=Permission.NOTE_READ, answer=NoteOut, tag=TAG)
def read_note(request: ApiRequest, note_id: UUID) -> notes.OpenedNote:
    """One note with signature and addenda. Opening it is logged."""
    opened = notes.open_note(request.actor, note_id=note_id)
    request.etag = str(opened.revision)
    return opened


@endpoint(router, "GET", "/notes/{uuid:note_id}/pdf", requires=Permission.NOTE_READ, answer=bytes, tag=TAG)
def print_note_as_pdf(request: ApiRequest, note_id: UUID) -> HttpResponse:
    """The note as PDF/A, in the language of the token's person. Printing is logged."""
    with translation.override(request.actor.language):
        pdf = print_note(request.actor, note_id=note_id)
    headers = {"Content-Disposition": 'attachment; filename="note.pdf"', "Content-Security-Policy": "sandbox"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@endpoint(router, "PUT", "/notes/{uuid:note_id}/autosave", requires=Permission.NOTE_WRITE, answer=KeptOut, tag=TAG)
def autosave_note(request: ApiRequest, note_id: UUID, body: WriteIn) -> writing.Kept:
    """Keep what was typed. A text that came in from elsewhere meanwhile is answered as `other`; both are kept."""
    sending = writing.Sending(tab=body.sending.tab, sequence=body.sending.sequence)
    return writing.autosave(request.actor, note_id=note_id, texts=body.texts, base=body.base, sending=sending)


@endpoint(router, "PUT", "/notes/{uuid:note_id}", requires=Permission.NOTE_WRITE, answer=KeptOut, tag=TAG)
def save_note(request: ApiRequest, note_id: UUID, body: SaveIn) -> writing.Kept:
    """Save a named version of a draft."""
    return writing.save(request.actor, note_id=note_id, texts=body.texts, base=body.base)


@endpoint(router, "POST", "/notes/{uuid:note_id}/sign", requires=Permission.NOTE_SIGN, answer=SignedOut, tag=TAG)
def sign_note(request: ApiRequest, note_id: UUID, body: SignIn) -> signing.Signed:
    """Sign one's own draft: nobody can change it afterwards. Needs both factors in the call itself."""
    actor = freshly_authenticated(request, request.actor, password=body.password, code=body.code)
    return signing.sign(actor, note_id=note_id, base=body.base)


@endpoint(
    router,
    "POST",
    "/notes/{uuid:note_id}/addenda",
    requires=Permission.NOTE_SIGN,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def add_addendum(request: ApiRequest, note_id: UUID, body: AddendumIn) -> CreatedOut:
    """Add a signed correction with its reason; the original stays as it is."""
    actor = freshly_authenticated(request, request.actor, password=body.password, code=body.code)
    return CreatedOut(id=addenda.add_addendum(actor, note_id=note_id, reason=body.reason, text=body.text))


@endpoint(
    router,
    "POST",
    "/notes/{uuid:note_id}/entered-in-error",
    requires=Permission.NOTE_SIGN,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def mark_note_in_error(request: ApiRequest, note_id: UUID, body: ErrorMarkIn) -> CreatedOut:
    """Sign that the note was entered in error. It leaves the lists and stays in the history; nobody takes that back."""
    actor = freshly_authenticated(request, request.actor, password=body.password, code=body.code)
    return CreatedOut(id=addenda.mark_in_error(actor, note_id=note_id, reason=body.reason))


@endpoint(router, "POST", "/notes/{uuid:note_id}/keep", requires=Permission.NOTE_WRITE, answer=CreatedOut, tag=TAG)
def keep_draft(request: ApiRequest, note_id: UUID) -> CreatedOut:
    """Close a draft and keep what was autosaved as its text."""
    closing.keep_draft(request.actor, note_id=note_id)
    return CreatedOut(id=note_id)


@endpoint(router, "POST", "/notes/{uuid:note_id}/discard", requires=Permission.NOTE_WRITE, answer=CreatedOut, tag=TAG)
def discard_draft(request: ApiRequest, note_id: UUID) -> CreatedOut:
    """Close a draft as it was at the last save; one that was never saved goes to the bin for 30 days."""
    closing.discard(request.actor, note_id=note_id)
    return CreatedOut(id=note_id)


@endpoint(router, "POST", "/notes/{uuid:note_id}/take-back", requires=Permission.NOTE_WRITE, answer=CreatedOut, tag=TAG)
def take_draft_back(request: ApiRequest, note_id: UUID) -> CreatedOut:
    """Take a draft back out of the bin."""
    closing.take_back(request.actor, note_id=note_id)
    return CreatedOut(id=note_id)


@endpoint(
    router, "GET", "/notes/{uuid:note_id}/versions", requires=Permission.NOTE_READ, answer=list[VersionRowOut], tag=TAG
)
def list_versions(request: ApiRequest, note_id: UUID) -> list[versions.VersionRow]:
    """All kept versions of a note with author and time."""
    return list(versions.versions(request.actor, note_id=note_id).rows)


@endpoint(
    router,
    "GET",
    "/notes/{uuid:note_id}/versions/{int:number}",
    requires=Permission.NOTE_READ,
    answer=NoteVersionOut,
    tag=TAG,
)
def read_version(request: ApiRequest, note_id: UUID, number: int) -> versions.OneVersion:
    """The text of one version."""
    return versions.version(request.actor, note_id=note_id, number=number)


@endpoint(
    router,
    "POST",
    "/notes/{uuid:note_id}/versions/{int:number}/restore",
    requires=Permission.NOTE_WRITE,
    answer=CreatedOut,
    tag=TAG,
)
def restore_version(request: ApiRequest, note_id: UUID, number: int) -> CreatedOut:
    """Make an earlier version the newest one of a draft."""
    closing.restore_version(request.actor, note_id=note_id, number=number)
    return CreatedOut(id=note_id)


@endpoint(router, "GET", "/templates", requires=Permission.TEMPLATE_USE, answer=list[TemplateOut], tag=TAG)
def list_templates(request: ApiRequest) -> list[template_queries.TemplateRow]:
    """Templates one may use: one's own and the team's."""
    return template_queries.templates(request.actor)


@endpoint(router, "POST", "/templates", requires=Permission.TEMPLATE_USE, answer=CreatedOut, status=201, tag=TAG)
def create_template(request: ApiRequest, body: TemplateIn) -> CreatedOut:
    """Make a template of one's own."""
    return CreatedOut(id=templates.create_template(request.actor, name=body.name, headings=body.headings))


@endpoint(router, "PUT", "/templates/{uuid:template_id}", requires=Permission.TEMPLATE_USE, answer=CreatedOut, tag=TAG)
def change_template(request: ApiRequest, template_id: UUID, body: TemplateIn) -> CreatedOut:
    """Change a template; the team's becomes an own copy, whose id is given, where one may not change it."""
    changed = templates.change_template(request.actor, template_id=template_id, name=body.name, headings=body.headings)
    return CreatedOut(id=changed)


@endpoint(
    router, "DELETE", "/templates/{uuid:template_id}", requires=Permission.TEMPLATE_USE, answer=CreatedOut, tag=TAG
)
def remove_template(request: ApiRequest, template_id: UUID) -> CreatedOut:
    """Remove one's own template; a team template is taken back to one's own first."""
    templates.remove_template(request.actor, template_id=template_id)
    return CreatedOut(id=template_id)


@endpoint(
    router,
    "PUT",
    "/templates/{uuid:template_id}/team",
    requires=Permission.TEMPLATE_MANAGE_TEAM,
    answer=CreatedOut,
    tag=TAG,
)
def give_template_to_team(request: ApiRequest, template_id: UUID) -> CreatedOut:
    """Give one's own template to the team."""
    templates.give_to_team(request.actor, template_id=template_id)
    return CreatedOut(id=template_id)


@endpoint(
    router,
    "DELETE",
    "/templates/{uuid:template_id}/team",
    requires=Permission.TEMPLATE_MANAGE_TEAM,
    answer=CreatedOut,
    tag=TAG,
)
def take_template_from_team(request: ApiRequest, template_id: UUID) -> CreatedOut:
    """Take a team template back to one's own."""
    templates.take_from_team(request.actor, template_id=template_id)
    return CreatedOut(id=template_id)


@endpoint(
    router,
    "PUT",
    "/templates/{uuid:template_id}/standard",
    requires=Permission.TEMPLATE_MANAGE_TEAM,
    answer=CreatedOut,
    tag=TAG,
)
def make_template_standard(request: ApiRequest, template_id: UUID) -> CreatedOut:
    """Make a team template the practice's standard one."""
    templates.make_standard(request.actor, template_id=template_id)
    return CreatedOut(id=template_id)


@endpoint(
    router,
    "PUT",
    "/notes/{uuid:note_id}/attachments/{uuid:document_id}",
    requires=Permission.NOTE_WRITE,
    answer=NoteOut,
    tag=TAG,
)
def attach_document(request: ApiRequest, note_id: UUID, document_id: UUID) -> notes.OpenedNote:
    """Attach a document of the note's client to one's own draft."""
    attaching.attach(request.actor, note_id=note_id, document_id=document_id)
    return notes.open_note(request.actor, note_id=note_id)


@endpoint(
    router,
    "DELETE",
    "/notes/{uuid:note_id}/attachments/{uuid:document_id}",
    requires=Permission.NOTE_WRITE,
    answer=NoteOut,
    tag=TAG,
)
def detach_document(request: ApiRequest, note_id: UUID, document_id: UUID) -> notes.OpenedNote:
    """Take a document off one's own draft; it stays among the client's documents."""
    attaching.detach(request.actor, note_id=note_id, document_id=document_id)
    return notes.open_note(request.actor, note_id=note_id)
