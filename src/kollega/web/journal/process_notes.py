"""Process notes: the therapist's own working notes about a client, never part of the record (N9)."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from kollega.clients.queries.access import require_record
from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import sentence
from kollega.journal.operations.process_notes import (
    KeptProcessNote,
    delete_process_note,
    keep_process_note,
    start_process_note,
)
from kollega.journal.queries.process_notes import open_own_process_note, own_process_notes
from kollega.journal.queries.snippets import snippets_for
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import client_frame, slug_of
from kollega.web.journal.sending import form_texts, refused_as_json, sent_texts
from kollega.web.journal.shown import editor_words
from kollega.web.journal.writing import clock_words

FIELD = "text"


@require_GET
@practice_page(Permission.NOTE_WRITE)
def of_client(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """One's own process notes about a client, newest first."""
    rows = own_process_notes(request.actor, client_id=client_id)
    head = require_record(request.actor, client_id)
    context = {**client_frame(request, request.actor, head, "notes"), "rows": rows}
    return render(request, "journal/process_notes.html", context)


@require_POST
@practice_page(Permission.NOTE_WRITE)
def new(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """Begin one and open it."""
    try:
        note_id = start_process_note(request.actor, client_id=client_id)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        rows = own_process_notes(request.actor, client_id=client_id)
        head = require_record(request.actor, client_id)
        frame = client_frame(request, request.actor, head, "notes")
        context = {**frame, "rows": rows, "refused": sentence(refusal), "code": refusal.code}
        return render(request, "journal/process_notes.html", context, status=refusal.status)
    return redirect("journal:process_note", slug_of(request), note_id)


@require_GET
@practice_page(Permission.NOTE_WRITE)
def edit(request: PracticeRequest, process_note_id: UUID) -> HttpResponse:
    """The page where it is written."""
    return _editor(request, process_note_id)


@sensitive_post_parameters("text")
@require_POST
@practice_page(Permission.NOTE_WRITE)
def keep(request: PracticeRequest, process_note_id: UUID) -> HttpResponse:
    """Keep the text: the editor's script sends JSON, without script the same address takes a form."""
    if request.content_type != "application/json":
        return _keep_by_form(request, process_note_id)
    try:
        sent = sent_texts(request)
        kept = keep_process_note(
            request.actor,
            process_note_id=process_note_id,
            text=sent.texts.get(FIELD, ""),
            base=sent.base,
            sending=sent.sending,
        )
    except Refusal as refusal:
        return refused_as_json(refusal)
    return _answer(kept)


def _answer(kept: KeptProcessNote) -> HttpResponse:
    if kept.other is None:
        return JsonResponse({"revision": kept.revision, "at": clock_words(kept.at)})
    other = {"revision": kept.revision, "at": clock_words(kept.at), "texts": {FIELD: kept.other}}
    return JsonResponse({"code": "note_changed_elsewhere", "other": other}, status=409)


def _keep_by_form(request: PracticeRequest, process_note_id: UUID) -> HttpResponse:
    texts, base = form_texts(request)
    text = texts.get(FIELD, "")
    try:
        kept = keep_process_note(request.actor, process_note_id=process_note_id, text=text, base=base)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _editor(request, process_note_id, typed=text, refused=sentence(refusal), status=refusal.status)
    if kept.other is not None:
        return _editor(request, process_note_id, typed=text, other=kept.other, status=409)
    return redirect("journal:process_note", slug_of(request), process_note_id)


def _editor(
    request: PracticeRequest,
    process_note_id: UUID,
    *,
    typed: str | None = None,
    other: str | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    opened = open_own_process_note(request.actor, process_note_id=process_note_id)
    context = {
        **client_frame(request, request.actor, opened.client, "notes"),
        "note": opened,
        "text": opened.text if typed is None else typed,
        "other": other,
        "refused": refused,
        "words": editor_words(),
        "snippets": snippets_for(request.actor, client=opened.client.name),
    }
    return render(request, "journal/process_note.html", context, status=status)


@practice_page(Permission.NOTE_WRITE)
def delete(request: PracticeRequest, process_note_id: UUID) -> HttpResponse:
    """Ask first; the empty one that the editor leaves behind goes without a question."""
    opened = open_own_process_note(request.actor, process_note_id=process_note_id)
    if request.method != "POST":
        context = {"note": opened, "slug": slug_of(request), "area": "clients"}
        return render(request, "journal/process_note_delete.html", context)
    delete_process_note(request.actor, process_note_id=process_note_id)
    address = reverse("journal:process_notes", args=[slug_of(request), opened.client.id])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
