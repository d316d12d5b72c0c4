"""Attachments of a draft: the list in the rail, choosing among the client's documents, adding a new one."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kollega.documents.queries.documents import documents_of_client
from kollega.edge.access import PracticeRequest, practice_page
from kollega.journal.errors import AlreadySigned
from kollega.journal.operations.attaching import attach, detach
from kollega.journal.queries.notes import OpenedNote, open_note
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import client_frame, posted, slug_of
from kollega.web.documents.forms import NewDocumentForm
from kollega.web.documents.storing import refused_in, store_sent
from kollega.web.documents.words import KINDS
from kollega.web.ids import id_in
from kollega.web.journal.shown import shown_attachments


@require_GET
@practice_page(Permission.NOTE_READ)
def listed(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """The rail's list, asked for again when something was attached."""
    return _rail(request, open_note(request.actor, note_id=note_id))


@practice_page(Permission.NOTE_WRITE)
def choose(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """A dialog with the client's documents that are not attached yet."""
    opened = _draft(request, note_id)
    error = ""
    if request.method == "POST":
        chosen = [_id(word) for word in request.POST.getlist("document")]
        if chosen:
            for document_id in chosen:
                attach(request.actor, note_id=note_id, document_id=document_id)
            return _attached(request, note_id)
        error = _("Choose at least one document.")
    attached = {attachment.document_id for attachment in opened.attachments}
    found = documents_of_client(request.actor, client_id=opened.client.id)
    rows = [{"row": row, "kind": KINDS[row.kind]} for row in found.rows if row.id not in attached]
    context = {**_frame(request, opened), "rows": rows, "error": error}
    return render(request, "journal/attach.html", context, status=422 if error else 200)


@practice_page(Permission.DOCUMENT_ADD)
def add(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """A new document of the client, attached at once."""
    actor = request.actor
    opened = _draft(request, note_id)
    form = NewDocumentForm(posted(request), request.FILES or None, today=actor.at.astimezone(actor.timezone).date())
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            document_id = store_sent(actor, opened.client.id, form)
            attach(actor, note_id=note_id, document_id=document_id)
        except NotFound:
            raise
        except Refusal as refusal:
            status = refused_in(form, refusal)
        else:
            return _attached(request, note_id)
    return render(request, "journal/attach_new.html", {**_frame(request, opened), "form": form}, status=status)


@require_POST
@practice_page(Permission.NOTE_WRITE)
def remove(request: PracticeRequest, note_id: UUID, document_id: UUID) -> HttpResponse:
    """Take a document off; it stays among the client's documents."""
    detach(request.actor, note_id=note_id, document_id=document_id)
    if request.headers.get("HX-Request"):
        return _rail(request, open_note(request.actor, note_id=note_id))
    return redirect("journal:note", slug_of(request), note_id)


def _draft(request: PracticeRequest, note_id: UUID) -> OpenedNote:
    opened = open_note(request.actor, note_id=note_id)
    if opened.is_signed:
        raise AlreadySigned
    if not opened.is_mine:
        raise NotFound
    return opened


def _frame(request: PracticeRequest, opened: OpenedNote) -> dict[str, Any]:
    return {**client_frame(request, request.actor, opened.client, "notes"), "note": opened}


def _rail(request: PracticeRequest, opened: OpenedNote) -> HttpResponse:
    context = {"note": opened, "slug": slug_of(request), "attachments": shown_attachments(opened.attachments)}
    return render(request, "journal/_rail_attachments.html", context)


def _attached(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("journal:note", slug_of(request), note_id)
    done = {"dialog-close": True, "attachments-changed": True, "announce": _("Attached to the note.")}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(done)})


def _id(word: str) -> UUID:
    found = id_in(word)
    if found is None:
        raise NotFound
    return found
