"""The versions of a note, two of them side by side, and taking an earlier one again."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.journal.operations.closing import restore_version
from kollega.journal.queries.versions import compare_versions, versions
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import client_frame, slug_of
from kollega.web.journal.shown import kind_words


@require_GET
@practice_page(Permission.NOTE_READ)
def list_page(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """All versions, and what changed between two of them (`?old=2&new=5`, by default the newest two)."""
    found = versions(request.actor, note_id=note_id)
    numbers = [row.number for row in found.rows]
    new = _chosen(request, "new", numbers, numbers[0])
    earlier = [number for number in numbers if number < new]
    old = _chosen(request, "old", numbers, earlier[0] if earlier else new)
    context: dict[str, Any] = {
        **client_frame(request, request.actor, found.client, "notes"),
        "found": found,
        "rows": [{"row": row, "kind": kind_words(row.kind)} for row in found.rows],
        "old": old,
        "new": new,
        "comparison": compare_versions(request.actor, note_id=note_id, old=old, new=new) if old != new else None,
    }
    return render(request, "journal/versions.html", context)


def _chosen(request: PracticeRequest, name: str, numbers: list[int], otherwise: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdigit() and int(text) in numbers else otherwise


@require_POST
@practice_page(Permission.NOTE_WRITE)
def restore(request: PracticeRequest, note_id: UUID, number: int) -> HttpResponse:
    restore_version(request.actor, note_id=note_id, number=number)
    return redirect("journal:note", slug_of(request), note_id)
