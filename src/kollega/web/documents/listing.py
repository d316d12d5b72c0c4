"""The Documents tab of the client card."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from kollega.clients.queries.access import require_record
from kollega.documents.queries.documents import DocumentRow, documents_of_client
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import client_frame
from kollega.web.documents.words import KINDS, MEDIA
from kollega.web.ids import id_in


@require_GET
@practice_page(Permission.DOCUMENT_READ)
def of_client(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """Newest first; below, what is in the bin."""
    actor = request.actor
    found = documents_of_client(actor, client_id=client_id, before=id_in(request.GET.get("before", "")))
    head = require_record(actor, client_id)
    context = {
        **client_frame(request, actor, head, "documents"),
        "found": found,
        "rows": [_shown(row) for row in found.rows],
        "in_bin": [_shown(row) for row in found.in_bin],
        "count": ngettext("%(number)s document", "%(number)s documents", found.total) % {"number": found.total},
        "next_url": f"?before={found.before}" if found.before else "",
        "first_url": request.path if request.GET.get("before") else "",
        "may_add": actor.may(Permission.DOCUMENT_ADD) and head.takes_part,
    }
    return render(request, "documents/of_client.html", context)


def _shown(row: DocumentRow) -> dict[str, Any]:
    return {"row": row, "kind": KINDS[row.kind], "media": MEDIA[row.media]}
