"""Adding a document: a form in a dialog that shows how far the file is, or a page without script."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kollega.clients.queries.access import require_record
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import client_frame, posted, slug_of
from kollega.web.documents.forms import NewDocumentForm
from kollega.web.documents.storing import refused_in, store_sent


@practice_page(Permission.DOCUMENT_ADD)
def add(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    actor = request.actor
    head = require_record(actor, client_id)
    today = actor.at.astimezone(actor.timezone).date()
    form = NewDocumentForm(posted(request), request.FILES or None, today=today)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                store_sent(actor, client_id, form)
            except NotFound:
                raise
            except Refusal as refusal:
                status = refused_in(form, refusal)
            else:
                return back_to_tab(request, client_id, _("The document is stored."))
    context = {**client_frame(request, actor, head, "documents"), "form": form}
    return render(request, "documents/add.html", context, status=status)


def back_to_tab(request: PracticeRequest, client_id: UUID, words: str) -> HttpResponse:
    """Go to the client's documents and say what happened, from a dialog or a page."""
    messages.success(request, words)
    address = reverse("documents:of_client", args=[slug_of(request), client_id])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
