"""A client's record as a file: ask, look how far it is, download; and bringing one from another practice."""

from datetime import datetime
from typing import BinaryIO, cast
from uuid import UUID

from django.http import StreamingHttpResponse
from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut
from kollega.edge.handing_out import handed_out
from kollega.kernel.permissions import Permission
from kollega.records.enums import State, What
from kollega.records.operations import asking, importing
from kollega.records.queries import exports, imported
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


@endpoint(router, "POST", "/records", requires=Permission.RECORD_IMPORT, answer=CreatedOut, status=201, tag=TAG)
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
    "/records/{uuid:imported_record_id}",
    requires=Permission.NOTE_READ,
    answer=ImportedOut,
    tag=TAG,
)
def read_imported_record(request: ApiRequest, imported_record_id: UUID) -> imported.ImportedView:
    """A brought record, word for word."""
    return imported.imported_record(request.actor, imported_record_id=imported_record_id)
