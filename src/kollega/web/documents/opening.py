"""Looking at a document and downloading it: bound to the login and the rights of that moment (UE-2)."""

from uuid import UUID

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from kollega.documents.queries.opening import OpenedDocument, download_document, show_document
from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.handing_out import handed_out
from kollega.kernel.permissions import Permission


@require_GET
@practice_page(Permission.DOCUMENT_READ)
def show(request: PracticeRequest, document_id: UUID) -> HttpResponseBase:
    """A picture or PDF, shut in."""
    return _answer(show_document(request.actor, document_id=document_id), as_attachment=False)


@require_GET
@practice_page(Permission.DOCUMENT_READ)
def download(request: PracticeRequest, document_id: UUID) -> HttpResponseBase:
    return _answer(download_document(request.actor, document_id=document_id), as_attachment=True)


def _answer(opened: OpenedDocument, *, as_attachment: bool) -> HttpResponseBase:
    return handed_out(
        opened.chunks,
        name=opened.name,
        media_type=opened.media_type,
        size=opened.row.size,
        as_attachment=as_attachment,
    )
