"""Notes to sign, and the Notes tab of the client card with its search."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kollega.clients.queries.access import require_record
from kollega.edge.access import PracticeRequest, practice_page
from kollega.journal.queries.carried import has_carried
from kollega.journal.queries.lists import NoteList, notes_of_client, search_notes, unsigned_notes
from kollega.journal.queries.process_notes import own_process_note_count
from kollega.journal.queries.sign_requests import requests_to_sign
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import client_frame, slug_of
from kollega.web.ids import id_in


@require_GET
@practice_page(Permission.NOTE_SIGN)
def unsigned(request: PracticeRequest) -> HttpResponse:
    """The actor's own drafts, the oldest first, and the bin."""
    found = unsigned_notes(request.actor)
    context = {"found": found, "slug": slug_of(request), "area": "notes", "count": _count(len(found.rows))}
    context["asked"] = requests_to_sign(request.actor)
    context["has_carried"] = request.actor.may(Permission.NOTE_READ) and has_carried(request.actor)
    return render(request, "journal/unsigned.html", context)


@require_GET
@practice_page(Permission.NOTE_READ)
def of_client(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    author = id_in(request.GET.get("author", ""))
    in_error = request.GET.get("error") == "1"
    found = notes_of_client(
        request.actor,
        client_id=client_id,
        author_id=author,
        before=request.GET.get("before") or None,
        in_error=in_error,
    )
    context = {**_tab(request, client_id, found), "author": author, "in_error": in_error}
    template = "journal/_results.html" if request.headers.get("HX-Target") == "notes" else "journal/of_client.html"
    return render(request, template, context)


@require_POST
@practice_page(Permission.NOTE_READ)
def search(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """Search in one client's notes. A POST, so that the words stay out of addresses and logs."""
    words = request.POST.get("words", "").strip()[:200]
    if words:
        found = search_notes(request.actor, client_id=client_id, words=words)
    else:
        found = notes_of_client(request.actor, client_id=client_id)
    context = {**_tab(request, client_id, found), "words": words}
    template = "journal/_results.html" if request.headers.get("HX-Request") else "journal/of_client.html"
    return render(request, template, context)


def _tab(request: PracticeRequest, client_id: UUID, found: NoteList) -> dict[str, Any]:
    head = require_record(request.actor, client_id)
    frame = client_frame(request, request.actor, head, "notes")
    may_write = request.actor.may(Permission.NOTE_WRITE) and head.takes_part
    return {
        **frame,
        "found": found,
        "count": _count(found.total),
        "may_write_notes": may_write,
        "may_write_process": may_write,
        "process_notes": own_process_note_count(request.actor, client_id=client_id) if may_write else 0,
    }


def _count(number: int) -> str:
    return ngettext("%(number)s note", "%(number)s notes", number) % {"number": number}
