"""Handing a record out: what to make, how far it is, the file."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from babel.dates import format_date
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kollega.clients.queries.access import require_record
from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.handing_out import handed_out
from kollega.journal.queries.whole_record import NoteChoice
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.locales import locale_of
from kollega.kernel.permissions import Permission
from kollega.records.enums import State, What
from kollega.records.operations.asking import ask_for_export, stop_export
from kollega.records.queries.exports import ExportRow, download_export, export, handing_out
from kollega.web.clients.frame import client_frame, posted, slug_of
from kollega.web.records.forms import ExportForm
from kollega.web.records.words import STATES, WHAT
from kollega.web.refused import show_in


@practice_page(Permission.RECORD_EXPORT)
def of_client(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """The tab of the client card: choose what to hand out; below, what was made so far and what was brought."""
    actor = request.actor
    found = handing_out(actor, client_id=client_id)
    form = ExportForm(posted(request), notes=note_choices(request, found.notes), found=found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                export_id = _ask(request, client_id, form.cleaned_data)
            except NotFound:
                raise
            except Refusal as refusal:
                status = show_in(form, refusal)
            else:
                return redirect("records:export", slug_of(request), export_id)
    context = {
        **client_frame(request, actor, found.client, "records"),
        "form": form,
        "exports": [_shown(request, row) for row in found.exports],
        "imported": found.imported,
        "may_keep": actor.may(Permission.RECORD_DESTROY),
        "may_import": actor.may(Permission.RECORD_IMPORT),
    }
    return render(request, "records/of_client.html", context, status=status)


def _ask(request: PracticeRequest, client_id: UUID, given: dict[str, Any]) -> UUID:
    return ask_for_export(
        request.actor,
        client_id=client_id,
        what=What(given["what"]),
        language=given["language"],
        note_ids=[UUID(each) for each in given.get("note_ids", ())],
    )


def note_choices(request: PracticeRequest, notes: Iterable[NoteChoice]) -> list[tuple[str, str]]:
    """Return the notes as choices of a form: day, title, author."""
    actor = request.actor
    return [
        (
            str(note.id),
            _("%(day)s, %(title)s, %(name)s")
            % {
                "day": format_date(
                    note.occurred_at.astimezone(actor.timezone), "long", locale=locale_of(actor.language)
                ),
                "title": note.template,
                "name": note.author,
            },
        )
        for note in notes
    ]


def _shown(request: PracticeRequest, row: ExportRow) -> dict[str, Any]:
    slug = slug_of(request)
    url = ""
    if row.state is State.DONE:
        url = reverse("records:download", args=[slug, row.id])
    elif row.state.is_under_way:
        url = reverse("records:export", args=[slug, row.id])
    return {
        "row": row,
        "what": WHAT[row.what],
        "state": STATES[row.state],
        "url": url,
        "ready": row.state is State.DONE,
    }


@require_GET
@practice_page(Permission.RECORD_EXPORT)
def progress(request: PracticeRequest, export_id: UUID) -> HttpResponse:
    """How far the export is; asked again by itself until it is over."""
    actor, slug = request.actor, slug_of(request)
    row = export(actor, export_id=export_id)
    under_way, ready = row.state.is_under_way, row.state is State.DONE
    context = {
        **client_frame(request, actor, require_record(actor, row.client_id), "records"),
        "row": row,
        "job": {
            "title": WHAT[row.what],
            "step": "" if under_way else STATES[row.state],
            "note": _note(row),
            "poll_url": request.path if under_way else "",
            "cancel_url": reverse("records:stop", args=[slug, row.id]) if under_way else "",
            "result_url": reverse("records:download", args=[slug, row.id]) if ready else "",
        },
    }
    fragment = "records/job.html" if request.headers.get("HX-Request") else "records/progress.html"
    return render(request, fragment, context)


def _note(row: ExportRow) -> str:
    return {
        State.DONE: _("Only you can download the file, for one day. Each download is logged."),
        State.FAILED: _("It did not work: you may no longer read the record, or the disk is full."),
        State.EXPIRED: _("The file was kept for a day and is gone."),
    }.get(row.state, "")


@require_POST
@practice_page(Permission.RECORD_EXPORT)
def stop(request: PracticeRequest, export_id: UUID) -> HttpResponse:
    row = export(request.actor, export_id=export_id)
    stop_export(request.actor, export_id=export_id)
    messages.success(request, _("Stopped. Nothing of it is kept."))
    return redirect("records:of_client", slug_of(request), row.client_id)


@require_GET
@practice_page(Permission.RECORD_EXPORT)
def download(request: PracticeRequest, export_id: UUID) -> HttpResponseBase:
    opened = download_export(request.actor, export_id=export_id)
    return handed_out(
        opened.chunks, name=opened.name, media_type=opened.media_type, size=opened.row.size, as_attachment=True
    )
