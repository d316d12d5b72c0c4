"""A client's record as a file: ask, look how far it is, download; and bringing one from another practice."""

from datetime import date, datetime
from typing import BinaryIO, cast
from uuid import UUID

from django.http import StreamingHttpResponse
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.edge.handing_out import handed_out
from kollega.kernel.permissions import Permission
from kollega.records.enums import State, What
from kollega.records.operations import asking, importing, keeping
from kollega.records.queries import exports, imported
from kollega.records.queries import keeping as kept
from kollega.records.rules.form import Record

router = Router()
TAG = "Records"


class ExportIn(Schema):
    what: What = Field(What.PDF, description="The record as PDF/A, all of it as ZIP, or who has opened it")
    language: str = Field(description="sv, nb, de, fr or en")
    note_ids: list[UUID] = Field([], description="Only these notes, as PDF; empty: all")


class ExportOut(Schema):
    id: UUID
    client_id: UUID
    what: What
    language: str
    note_count: int = Field(description="How many notes were chosen; 0: all")
    state: State
    done: int
    total: int
    size: int = Field(description="Bytes")
    sha256: str
    asked_at: datetime
    expires_at: datetime | None


class ImportedRowOut(Schema):
    id: UUID
    origin_name: str
    made_at: datetime
    by: str
    at: datetime


class HandingOutOut(Schema):
    exports: list[ExportOut]
    imported: list[ImportedRowOut]


class ImportedOut(Schema):
    id: UUID
    origin_name: str
    made_at: datetime
    by: str
    at: datetime
    record: Record
    files: dict[UUID, UUID] = Field(description="The id a document has here, by the id it had there")


@endpoint(
    router,
    "GET",
    "/clients/{uuid:client_id}/exports",
    requires=Permission.RECORD_EXPORT,
    answer=HandingOutOut,
    tag=TAG,
)
def list_record_exports(request: ApiRequest, client_id: UUID) -> exports.HandingOut:
    """One's own exports of a client, the newest first, and what was brought from other practices."""
    return exports.handing_out(request.actor, client_id=client_id)


@endpoint(
    router,
    "POST",
    "/clients/{uuid:client_id}/exports",
    requires=Permission.RECORD_EXPORT,
    answer=ExportOut,
    status=201,
    tag=TAG,
)
def export_record(request: ApiRequest, client_id: UUID, body: ExportIn) -> exports.ExportRow:
    """Begin an export. A worker makes it; `state` and `done` tell how far it is."""
    export_id = asking.ask_for_export(
        request.actor, client_id=client_id, what=body.what, language=body.language, note_ids=body.note_ids
    )
    return exports.export(request.actor, export_id=export_id)


@endpoint(router, "GET", "/exports/{uuid:export_id}", requires=Permission.RECORD_EXPORT, answer=ExportOut, tag=TAG)
def read_record_export(request: ApiRequest, export_id: UUID) -> exports.ExportRow:
    """How far one of one's own exports is."""
    return exports.export(request.actor, export_id=export_id)


@endpoint(
    router, "POST", "/exports/{uuid:export_id}/stop", requires=Permission.RECORD_EXPORT, answer=ExportOut, tag=TAG
)
def stop_record_export(request: ApiRequest, export_id: UUID) -> exports.ExportRow:
    """Stop it; nothing of it stays."""
    asking.stop_export(request.actor, export_id=export_id)
    return exports.export(request.actor, export_id=export_id)


@endpoint(router, "GET", "/exports/{uuid:export_id}/file", requires=Permission.RECORD_EXPORT, answer=None, tag=TAG)
def download_record_export(request: ApiRequest, export_id: UUID) -> StreamingHttpResponse:
    """The file, for one day, to who asked for it."""
    opened = exports.download_export(request.actor, export_id=export_id)
    return handed_out(
        opened.chunks, name=opened.name, media_type=opened.media_type, size=opened.row.size, as_attachment=True
    )


@endpoint(router, "POST", "/record-imports", requires=Permission.RECORD_IMPORT, answer=CreatedOut, status=201, tag=TAG)
def bring_record(request: ApiRequest, file: File[UploadedFile]) -> CreatedOut:
    """Bring a record (the ZIP of another practice) as a new client."""
    source = cast("BinaryIO", file)
    return CreatedOut(id=importing.bring_record(request.actor, source=source))


@endpoint(
    router,
    "POST",
    "/clients/{uuid:client_id}/records",
    requires=Permission.RECORD_IMPORT,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def bring_record_of_client(request: ApiRequest, client_id: UUID, file: File[UploadedFile]) -> CreatedOut:
    """Bring a record of a client who is here already."""
    source = cast("BinaryIO", file)
    return CreatedOut(id=importing.bring_record(request.actor, source=source, client_id=client_id))


@endpoint(
    router,
    "GET",
    "/record-imports/{uuid:imported_record_id}",
    requires=Permission.NOTE_READ,
    answer=ImportedOut,
    tag=TAG,
)
def read_imported_record(request: ApiRequest, imported_record_id: UUID) -> imported.ImportedView:
    """A brought record, word for word."""
    return imported.imported_record(request.actor, imported_record_id=imported_record_id)


class LawOut(Schema):
    counted: str
    years: int | None
    source: str


class HoldOut(Schema):
    reason: str
    set_by: str
    set_at: datetime


class DestructionOut(Schema):
    id: UUID
    note_count: int
    authority: str
    number: str
    decided_on: date
    has_document: bool
    asked_by: str
    asked_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    state: str = Field(description="asked, done or withdrawn")


class KeepingOut(Schema):
    law: LawOut
    until: date | None = Field(description="The first day on which the duty to keep is over; null: no date ends it")
    last_entry: date | None
    hold: HoldOut | None
    destructions: list[DestructionOut]


class HoldIn(Schema):
    reason: str


@endpoint(
    router, "GET", "/clients/{uuid:client_id}/keeping", requires=Permission.RECORD_DESTROY, answer=KeepingOut, tag=TAG
)
def read_keeping(request: ApiRequest, client_id: UUID) -> kept.Keeping:
    """How long the record is kept, the hold on it, and decisions to destroy notes."""
    return kept.keeping(request.actor, client_id=client_id)


@endpoint(
    router, "PUT", "/clients/{uuid:client_id}/hold", requires=Permission.RECORD_DESTROY, answer=KeepingOut, tag=TAG
)
def set_record_hold(request: ApiRequest, client_id: UUID, body: HoldIn) -> kept.Keeping:
    """Let nothing of the record be destroyed."""
    keeping.set_hold(request.actor, client_id=client_id, reason=body.reason)
    return kept.keeping(request.actor, client_id=client_id)


@endpoint(
    router, "DELETE", "/clients/{uuid:client_id}/hold", requires=Permission.RECORD_DESTROY, answer=KeepingOut, tag=TAG
)
def lift_record_hold(request: ApiRequest, client_id: UUID) -> kept.Keeping:
    """Lift the hold."""
    keeping.lift_hold(request.actor, client_id=client_id)
    return kept.keeping(request.actor, client_id=client_id)


@endpoint(
    router,
    "POST",
    "/clients/{uuid:client_id}/destructions",
    requires=Permission.RECORD_DESTROY,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def ask_destruction(
    request: ApiRequest,
    client_id: UUID,
    note_ids: Form[list[UUID]],
    decided_on: Form[date],
    authority: Form[str] = "",
    number: Form[str] = "",
    file: File[UploadedFile | None] = None,
) -> CreatedOut:
    """Ask to destroy signed notes by a decision (multipart, with the authority's decision as PDF).

    Somebody else confirms on the page, freshly authenticated: a token cannot.
    """
    destruction_id = keeping.ask_destruction(
        request.actor,
        client_id=client_id,
        note_ids=note_ids,
        decided_on=decided_on,
        authority=authority,
        number=number,
        document=file.read() if file else b"",
    )
    return CreatedOut(id=destruction_id)


@endpoint(
    router,
    "POST",
    "/destructions/{uuid:destruction_id}/withdraw",
    requires=Permission.RECORD_DESTROY,
    answer=CreatedOut,
    tag=TAG,
)
def withdraw_destruction(request: ApiRequest, destruction_id: UUID) -> CreatedOut:
    """Take the request back, or turn it down."""
    keeping.withdraw_destruction(request.actor, destruction_id=destruction_id)
    return CreatedOut(id=destruction_id)
