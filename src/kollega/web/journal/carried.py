"""Notes that their author brought from another practice: the list, and one to read (T10)."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kollega.edge.access import PracticeRequest, practice_page
from kollega.journal.queries.carried import Carried, carried_note, carried_notes
from kollega.journal.rules.content import Content
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import slug_of
from kollega.web.journal.shown import shown


@require_GET
@practice_page(Permission.NOTE_READ)
def list_page(request: PracticeRequest) -> HttpResponse:
    """One's own copies, the newest signature first."""
    context = {"rows": carried_notes(request.actor), "slug": slug_of(request), "area": "notes"}
    return render(request, "journal/carried.html", context)


def _headed(note: Carried) -> Content:
    """An addendum has no headings of its own."""
    words = {"reason": _("Reason"), "text": _("Addendum")}
    return tuple(replace(section, heading=section.heading or words[section.key]) for section in note.content)


@require_GET
@practice_page(Permission.NOTE_READ)
def read(request: PracticeRequest, carried_note_id: UUID) -> HttpResponse:
    """One copy, with what proves that it is the signed text."""
    note = carried_note(request.actor, carried_note_id=carried_note_id)
    context = {"note": note, "sections": shown(_headed(note)), "slug": slug_of(request), "area": "notes"}
    return render(request, "journal/carried_note.html", context)
