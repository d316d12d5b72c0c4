"""Documents of a client: list, add, download, rename, bin."""

from datetime import date, datetime
from typing import BinaryIO, cast
from uuid import UUID

from django.http import StreamingHttpResponse
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from kollega.api.v1.endpoint import endpoint
from kollega.api.v1.frame import ApiRequest
from kollega.api.v1.shapes import CreatedOut, VersionOut
from kollega.documents.operations import adding, changing
from kollega.documents.queries import documents, opening
from kollega.documents.rules.media import Kind, Media
from kollega.edge.handing_out import handed_out
from kollega.kernel.permissions import Permission

router = Router()
TAG = "Documents"


class DocumentOut(Schema):
    id: UUID
    client_id: UUID
    name: str
    title: str
    kind: Kind
    media: Media
    size: int = Field(description="Bytes")
    sha256: str
    dated_on: date | None
    added_by_id: UUID
    added_by: str
    added_at: datetime
    version: int
    binned_at: datetime | None
    gone_at: datetime | None = Field(description="When the bin is emptied of it")
    is_kept: bool = Field(description="Part of a signed note: neither changed nor removed any more")
    may_change: bool


class StorageOut(Schema):
    used: int = Field(description="Bytes that the practice's documents take")
    most: int
    largest_file: int
    most_per_client: int


class DocumentListOut(Schema):
    rows: list[DocumentOut]
    before: UUID | None = Field(description="Give it back as `before` for older documents; null at the end")
    total: int
    in_bin: list[DocumentOut]
    allowance: StorageOut


class DocumentIn(Schema):
    name: str = Field("", description="Name of the file; empty: as it is")
    title: str = ""
    kind: Kind
    dated_on: date | None = None
    version: int


@endpoint(
    router,
    "GET",
    "/clients/{uuid:client_id}/documents",
    requires=Permission.DOCUMENT_READ,
    answer=DocumentListOut,
    tag=TAG,
)
def list_documents(request: ApiRequest, client_id: UUID, before: UUID | None = None) -> documents.DocumentList:
    """A client's documents, the newest first, and the bin."""
    return documents.documents_of_client(request.actor, client_id=client_id, before=before)


@endpoint(
    router,
    "POST",
    "/clients/{uuid:client_id}/documents",
    requires=Permission.DOCUMENT_ADD,
    answer=CreatedOut,
    status=201,
    tag=TAG,
)
def add_document(
    request: ApiRequest,
    client_id: UUID,
    file: File[UploadedFile],
    title: Form[str] = "",
    kind: Form[Kind] = Kind.OTHER,
    dated_on: Form[date | None] = None,
) -> CreatedOut:
    """Add a file (multipart). PDF, PNG, JPEG, WebP, HEIC, text, DOCX, XLSX, ODT; judged by its content."""
    document_id = adding.add_document(
        request.actor,
        client_id=client_id,
        source=cast("BinaryIO", file),
        name=file.name or "",
        title=title,
        kind=kind,
        dated_on=dated_on,
    )
    return CreatedOut(id=document_id)


@endpoint(
    router,
    "GET",
    "/documents/{uuid:document_id}",
    requires=Permission.DOCUMENT_READ,
    answer=DocumentOut,
    tag=TAG,
)
def read_document(request: ApiRequest, document_id: UUID) -> documents.DocumentRow:
    """What is known of one document."""
    return documents.document(request.actor, document_id=document_id)


@endpoint(
    router,
    "GET",
    "/documents/{uuid:document_id}/file",
    requires=Permission.DOCUMENT_READ,
    answer=None,
    tag=TAG,
)
def download_document(request: ApiRequest, document_id: UUID) -> StreamingHttpResponse:
    """The file itself, as an attachment."""
    opened = opening.download_document(request.actor, document_id=document_id)
    return handed_out(
        opened.chunks, name=opened.name, media_type=opened.media_type, size=opened.row.size, as_attachment=True
    )


@endpoint(
    router,
    "PUT",
    "/documents/{uuid:document_id}",
    requires=Permission.DOCUMENT_ADD,
    answer=VersionOut,
    tag=TAG,
)
def change_document(request: ApiRequest, document_id: UUID, body: DocumentIn) -> VersionOut:
    """Give another name, title, kind or date; the file stays as it is."""
    version = changing.change_document(
        request.actor,
        document_id=document_id,
        name=body.name,
        title=body.title,
        kind=body.kind,
        dated_on=body.dated_on,
        version=body.version,
    )
    return VersionOut(version=version)


@endpoint(
    router,
    "DELETE",
    "/documents/{uuid:document_id}",
    requires=Permission.DOCUMENT_ADD,
    answer=CreatedOut,
    tag=TAG,
)
def bin_document(request: ApiRequest, document_id: UUID) -> CreatedOut:
    """Put it into the bin; after thirty days it is gone."""
    changing.bin_document(request.actor, document_id=document_id)
    return CreatedOut(id=document_id)


@endpoint(
    router,
    "POST",
    "/documents/{uuid:document_id}/restore",
    requires=Permission.DOCUMENT_ADD,
    answer=CreatedOut,
    tag=TAG,
)
def restore_document(request: ApiRequest, document_id: UUID) -> CreatedOut:
    """Take it back out of the bin."""
    changing.restore_document(request.actor, document_id=document_id)
    return CreatedOut(id=document_id)
