"""One note: the editor for its author's draft, else the text as a document; its PDF."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kollega.edge.access import PracticeRequest, practice_page
from kollega.journal.operations.writing import OtherText
from kollega.journal.printing.note import print_note
from kollega.journal.queries.notes import OpenedNote, last_note, open_note
from kollega.journal.queries.shares import writes_by_share
from kollega.journal.queries.snippets import snippets_for
from kollega.journal.queries.versions import versions
from kollega.journal.rules.markup import blocks
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import client_frame
from kollega.web.journal.shown import editor_words, kind_words, shown, shown_attachments, shown_countersigns

RAIL_VERSIONS = 6


@require_GET
@practice_page(Permission.NOTE_READ)
def note(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    opened = open_note(request.actor, note_id=note_id)
    if opened.is_signed or not opened.is_mine or opened.in_bin or opened.is_locked:
        return render(request, "journal/read.html", _reading(request, opened))
    return render(request, "journal/editor.html", editor_context(request, opened))


def _reading(request: PracticeRequest, opened: OpenedNote) -> dict[str, Any]:
    addenda = [{"addendum": addendum, "blocks": blocks(addendum.text)} for addendum in opened.addenda]
    theirs = request.actor.membership_id in (opened.author_id, opened.client.responsible_id)
    may_mark = opened.is_signed and not opened.error_mark and theirs and request.actor.may(Permission.NOTE_SIGN)
    draft = not (opened.is_signed or opened.is_mine or opened.is_locked)
    return {
        **around(request, opened),
        "addenda": addenda,
        "countersigns": shown_countersigns(opened.countersigns),
        "may_mark": may_mark,
        "may_write_shared": draft and writes_by_share(request.actor, note_id=opened.id),
    }


def around(request: PracticeRequest, opened: OpenedNote) -> dict[str, Any]:
    """The client's frame with the note and its sections."""
    return {
        **client_frame(request, request.actor, opened.client, "notes"),
        "note": opened,
        "sections": shown(opened.content),
        "attachments": shown_attachments(opened.attachments),
        "service_name": service_name(opened, request.actor.language),
    }


def service_name(opened: OpenedNote, language: str) -> str:
    names = opened.visit.service_names if opened.visit else {}
    return names.get(language) or next(iter(names.values()), "")


def editor_context(
    request: PracticeRequest, opened: OpenedNote, *, conflict: OtherText | None = None, errors: Any = None
) -> dict[str, Any]:
    """The editor; after a save without script that met another text, with that text beside."""
    recent = versions(request.actor, note_id=opened.id).rows[:RAIL_VERSIONS]
    return {
        **around(request, opened),
        "words": editor_words(),
        "snippets": snippets_for(request.actor, client=opened.client.name),
        "errors": errors or {},
        "other": shown(conflict.content) if conflict else None,
        "recent": [{"row": row, "kind": kind_words(row.kind)} for row in recent],
    }


@require_GET
@practice_page(Permission.NOTE_READ)
def last(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """The client's last signed note, for the rail; opened on demand because opening is logged."""
    found = last_note(request.actor, note_id=note_id)
    return render(request, "journal/_last.html", {"last": found, "sections": shown(found.content) if found else []})


@require_GET
@practice_page(Permission.NOTE_READ)
def pdf(request: PracticeRequest, note_id: UUID) -> HttpResponse:
    """The note as PDF/A, as an attachment that can do nothing (UE-2). The name tells nothing about the client."""
    document = print_note(request.actor, note_id=note_id)
    name = f"note-{request.actor.at:%Y%m%d}-{str(note_id)[-6:]}.pdf"
    return HttpResponse(
        document,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
