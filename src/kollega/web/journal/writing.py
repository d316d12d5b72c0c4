"""Keeping and leaving a draft: the editor's script sends JSON, without script the same address takes a form."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import field_sentences
from kollega.journal.operations.closing import discard, keep_draft, take_back
from kollega.journal.operations.writing import Kept, autosave, save
from kollega.journal.queries.notes import open_note
from kollega.kernel.errors import BadInput, Refusal
from kollega.kernel.permissions import Permission
from kollega.platform.requests import KEEPS_WORK
from kollega.web.clients.frame import slug_of
from kollega.web.journal.opening import editor_context
from kollega.web.journal.sending import form_texts, refused_as_json, sent_texts


@require_POST
@practice_page(Permission.NOTE_WRITE)
def autosave_text(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """Keep what was typed: `{texts, base, tab, sequence}` in, `{revision, at}` out, 409 with the other text."""
    return autosave_by_script(request, note_id)


def autosave_by_script(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    try:
        sent = sent_texts(request)
        kept = autosave(request.actor, note_id=note_id, texts=sent.texts, base=sent.base, sending=sent.sending)
    except Refusal as refusal:
        return refused_as_json(refusal)
    return kept_as_json(kept)


@require_POST
@practice_page(Permission.NOTE_WRITE)
def save_text(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """Save as a version, by script as above or by the form."""
    if request.content_type != "application/json":
        return _save_by_form(request, note_id)
    return save_by_script(request, note_id)


def save_by_script(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    try:
        sent = sent_texts(request)
        kept = save(request.actor, note_id=note_id, texts=sent.texts, base=sent.base, sending=sent.sending)
    except Refusal as refusal:
        return refused_as_json(refusal)
    return kept_as_json(kept)


def kept_as_json(kept: Kept) -> HttpResponse:
    if kept.other is None:
        return JsonResponse({"revision": kept.revision, "at": clock_words(kept.at)})
    other = {
        "revision": kept.other.revision,
        "at": clock_words(kept.other.at),
        "texts": {section.key: section.text for section in kept.other.content},
    }
    response = JsonResponse({"code": "note_changed_elsewhere", "other": other}, status=409)
    # The text that lost is stored beside the other one: this refusal commits.
    setattr(response, KEEPS_WORK, True)
    return response


def clock_words(moment: datetime) -> str:
    return time_format(timezone.localtime(moment), "TIME_FORMAT")


def _save_by_form(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    texts, base = form_texts(request)
    try:
        kept = save(request.actor, note_id=note_id, texts=texts, base=base)
    except BadInput as refusal:
        opened = open_note(request.actor, note_id=note_id)
        context = editor_context(request, opened, errors=field_sentences(refusal))
        return render(request, "journal/editor.html", {**context, "typed": texts}, status=422)
    if kept.other is not None:
        opened = open_note(request.actor, note_id=note_id)
        context = editor_context(request, opened, conflict=kept.other)
        response = render(request, "journal/editor.html", {**context, "typed": texts}, status=409)
        setattr(response, KEEPS_WORK, True)
        return response
    if request.POST.get("then") == "sign":
        return redirect(f"{reverse('journal:sign', args=[slug_of(request), note_id])}?base={kept.revision}")
    return redirect("journal:note", slug_of(request), note_id)


@practice_page(Permission.NOTE_WRITE)
def close(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """Ask whether to keep the draft or discard what was typed since the last Save, then leave."""
    opened = open_note(request.actor, note_id=note_id)
    if request.method == "POST":
        step = discard if request.POST.get("how") == "discard" else keep_draft
        step(request.actor, note_id=note_id)
        address = reverse("journal:of_client", args=[slug_of(request), opened.client.id])
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return redirect(address)
    return render(request, "journal/close.html", {"note": opened, "slug": slug_of(request), "area": "notes"})


@require_POST
@practice_page(Permission.NOTE_WRITE)
def take_back_draft(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    take_back(request.actor, note_id=note_id)
    return redirect("journal:note", slug_of(request), note_id)
