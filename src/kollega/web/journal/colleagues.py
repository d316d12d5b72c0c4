"""Colleagues' signed notes, for those whom the team's settings let read them (T11)."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kollega.edge.access import PracticeRequest, practice_page
from kollega.journal.queries.team_notes import team_note, team_notes
from kollega.journal.rules.markup import blocks
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import slug_of
from kollega.web.ids import id_in
from kollega.web.journal.shown import shown


@require_GET
@practice_page(Permission.NOTE_VIEW_TEAM)
def colleagues(request: PracticeRequest) -> HttpResponse:
    """The list, all or of one author; without any text of a note."""
    author = id_in(request.GET.get("who", ""))
    found = team_notes(request.actor, author_id=author, before=request.GET.get("before"))
    more = {"who": str(author or ""), "before": found.before or ""}
    context = {
        "found": found,
        "author": author,
        "slug": slug_of(request),
        "area": "colleagues",
        "next_url": f"?{urlencode(more)}" if found.before else "",
    }
    return render(request, "journal/colleagues.html", context)


@require_GET
@practice_page(Permission.NOTE_VIEW_TEAM)
def colleagues_note(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """One signed note to read."""
    note = team_note(request.actor, note_id=note_id)
    context = {
        "note": note,
        "sections": shown(note.content),
        "addenda": [{"addendum": addendum, "blocks": blocks(addendum.text)} for addendum in note.addenda],
        "slug": slug_of(request),
        "area": "colleagues",
    }
    return render(request, "journal/colleagues_note.html", context)
