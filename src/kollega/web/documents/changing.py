"""Renaming a document, and the bin."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.clients.queries.access import require_record
from kollega.documents.operations.changing import bin_document, change_document, restore_document
from kollega.documents.queries.documents import document
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import client_frame, posted
from kollega.web.documents.adding import back_to_tab
from kollega.web.documents.forms import ChangeDocumentForm
from kollega.web.refused import show_in


@practice_page(Permission.DOCUMENT_ADD)
def edit(request: PracticeRequest, document_id: UUID) -> HttpResponse:
    """Title, name, kind and date in a dialog."""
    actor = request.actor
    row = document(actor, document_id=document_id)
    first = {name: getattr(row, name) for name in ("title", "name", "kind", "dated_on", "version")}
    today = actor.at.astimezone(actor.timezone).date()
    form = ChangeDocumentForm(posted(request), initial=first, today=today)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_document(actor, document_id=document_id, **form.cleaned_data)
            except NotFound:
                raise
            except Refusal as refusal:
                status = show_in(form, refusal)
            else:
                return back_to_tab(request, row.client_id, _("The document's details are stored."))
    head = require_record(actor, row.client_id)
    context = {**client_frame(request, actor, head, "documents"), "form": form, "row": row}
    return render(request, "documents/edit.html", context, status=status)


@practice_page(Permission.DOCUMENT_ADD)
def into_bin(request: PracticeRequest, document_id: UUID) -> HttpResponse:
    """Ask, then put it into the bin."""
    row = document(request.actor, document_id=document_id)
    if request.method == "POST":
        bin_document(request.actor, document_id=document_id)
        return back_to_tab(request, row.client_id, _("The document is in the bin for thirty days."))
    head = require_record(request.actor, row.client_id)
    context = {**client_frame(request, request.actor, head, "documents"), "row": row}
    return render(request, "documents/bin.html", context)


@require_POST
@practice_page(Permission.DOCUMENT_ADD)
def restore(request: PracticeRequest, document_id: UUID) -> HttpResponse:
    row = document(request.actor, document_id=document_id)
    restore_document(request.actor, document_id=document_id)
    return back_to_tab(request, row.client_id, _("The document is back."))
