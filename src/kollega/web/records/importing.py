"""Bringing a record from another practice, and reading it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kollega.clients.queries.access import require_record
from kollega.clients.rules.headings import TITLES, Heading
from kollega.edge.access import PracticeRequest, practice_page
from kollega.journal.rules.markup import blocks
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.records.operations.importing import bring_record
from kollega.records.queries.imported import ImportedView, imported_record
from kollega.records.rules.form import NotePart
from kollega.web.clients.frame import client_frame, posted, slug_of
from kollega.web.records.forms import ArchiveForm
from kollega.web.refused import show_in


@practice_page(Permission.RECORD_IMPORT)
def bring(request: PracticeRequest) -> HttpResponse:
    """A record that becomes a new client."""
    return _bring(request, None, {"slug": slug_of(request), "area": "clients"})


@practice_page(Permission.RECORD_IMPORT)
def bring_to(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """A record of a client who is here already."""
    head = require_record(request.actor, client_id)
    return _bring(request, client_id, client_frame(request, request.actor, head, "records"))


def _bring(request: PracticeRequest, client_id: UUID | None, context: dict[str, Any]) -> HttpResponse:
    form = ArchiveForm(posted(request), request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                imported_id = bring_record(request.actor, source=form.cleaned_data["file"].file, client_id=client_id)
            except NotFound:
                raise
            except Refusal as refusal:
                status = show_in(form, refusal)
            else:
                return _brought(request, imported_id)
    return render(request, "records/bring.html", {**context, "form": form}, status=status)


def _brought(request: PracticeRequest, imported_id: UUID) -> HttpResponse:
    messages.success(request, _("The record is here, as it was there."))
    answer = redirect("records:imported", slug_of(request), imported_id)
    if request.headers.get("HX-Request"):
        moved = HttpResponse()
        moved.headers["HX-Redirect"] = answer.url
        return moved
    return answer


@require_GET
@practice_page(Permission.NOTE_READ)
def imported(request: PracticeRequest, imported_record_id: UUID) -> HttpResponse:
    """The brought record to read, word for word."""
    found = imported_record(request.actor, imported_record_id=imported_record_id)
    context = {
        **client_frame(request, request.actor, found.client, "records"),
        "found": found,
        "information": _information(found),
        "notes": [_note(part) for part in found.record.notes],
        "documents": [
            {"name": part.title or part.name, "here": found.files.get(part.id)} for part in found.record.documents
        ],
    }
    return render(request, "records/imported.html", context)


def _information(found: ImportedView) -> list[dict[str, Any]]:
    known = {heading.value: _(TITLES[heading]) for heading in Heading}
    return [
        {
            "title": known.get(part.heading, part.heading),
            "blocks": blocks(part.text),
            "author": part.author,
            "at": part.at,
        }
        for part in found.record.information
    ]


def _note(part: NotePart) -> dict[str, Any]:
    return {
        "part": part,
        "sections": [{"heading": each.heading, "blocks": blocks(each.text)} for each in part.sections or ()],
        "addenda": [
            {
                "number": each.number,
                "marks_error": each.marks_error,
                "reason": each.reason,
                "blocks": blocks(each.text),
            }
            for each in part.addenda
        ],
    }
