"""Importing a calendar file into the own column: file, report, real run with progress, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import STORED_OUTCOMES, ImportState, Outcome
from kollega.scheduling.operations.importing import prepare_import, start_import, undo_import
from kollega.scheduling.queries.imports import (
    ImportReport,
    ImportRow,
    calendar_import,
    calendar_imports,
    import_standing,
)
from kollega.scheduling.rules.ics import LARGEST_BYTES
from kollega.web.clients.frame import posted, slug_of
from kollega.web.imports.calendar_forms import VISITS, CalendarFileForm
from kollega.web.imports.calendar_words import OUTCOMES, STATES, TONES
from kollega.web.refused import show_in

PAGE = 100
WAITING = (ImportState.READING, ImportState.RUNNING)


@practice_page(Permission.CALENDAR_IMPORT)
def start(request: PracticeRequest) -> HttpResponse:
    """Choose a file; below, the imports so far."""
    form = CalendarFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read(LARGEST_BYTES + 1)
        try:
            import_id = prepare_import(request.actor, data=data, as_visits=form.cleaned_data["kind"] == VISITS)
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            return redirect("imports:calendar_import", slug_of(request), import_id)
    rows = [{"standing": row, "state": STATES[row.state]} for row in calendar_imports(request.actor)]
    context = {"form": form, "rows": rows, "slug": slug_of(request), "area": "calendar"}
    return render(request, "imports/calendar_start.html", context, status=422 if form.errors else 200)


@practice_page(Permission.CALENDAR_IMPORT)
def result(request: PracticeRequest, import_id: UUID) -> HttpResponse:
    """Progress while a job reads or runs, then what becomes, or became, of each event."""
    standing = import_standing(request.actor, import_id=import_id)
    context: dict[str, Any] = {
        "job": standing,
        "slug": slug_of(request),
        "area": "calendar",
        "state": STATES[standing.state],
        "poll_url": reverse("imports:calendar_import", args=[slug_of(request), import_id]),
    }
    if request.headers.get("HX-Request"):
        if standing.state in WAITING:
            return render(request, "imports/calendar_progress.html", context)
        response = HttpResponse()
        response.headers["HX-Redirect"] = request.path
        return response
    if standing.state not in WAITING:
        context |= _report(request, calendar_import(request.actor, import_id=import_id))
    return render(request, "imports/calendar_result.html", context)


def _report(request: PracticeRequest, report: ImportReport) -> dict[str, Any]:
    wanted, page = request.GET.get("outcome", ""), request.GET.get("page", "1")
    outcome = Outcome(wanted) if wanted in set(Outcome) else None
    number = max(1, min(int(page), 1000)) if page.isdecimal() and page.isascii() else 1
    rows = [row for row in report.rows if outcome is None or row.outcome is outcome]
    here = rows[(number - 1) * PAGE : number * PAGE]
    coming = sum(report.counts.get(one, 0) for one in STORED_OUTCOMES)
    return {
        "counts": [
            {"outcome": one, "words": words, "number": report.counts[one], "current": one is outcome}
            for one, words in OUTCOMES.items()
            if report.counts.get(one)
        ],
        "outcome": outcome,
        "rows": [_shown(row) for row in here],
        "next_url": f"?outcome={outcome or ''}&page={number + 1}" if len(rows) > number * PAGE else "",
        "coming": coming,
        "over_words": _over_words(report.counts.get(Outcome.OVER_LIMIT, 0)),
        "add_words": ngettext("Add %(number)s event", "Add %(number)s events", coming) % {"number": coming},
    }


def _over_words(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(number)s appointment does not fit into your plan and is listed here, not added.",
        "%(number)s appointments do not fit into your plan and are listed here, not added.",
        number,
    ) % {"number": number}


def _shown(row: ImportRow) -> dict[str, Any]:
    return {"row": row, "words": OUTCOMES[row.outcome], "tone": TONES.get(row.outcome, "")}


@require_POST
@practice_page(Permission.CALENDAR_IMPORT)
def run(request: PracticeRequest, import_id: UUID) -> HttpResponse:
    start_import(request.actor, import_id=import_id)
    return redirect("imports:calendar_import", slug_of(request), import_id)


@practice_page(Permission.CALENDAR_IMPORT)
def undo(request: PracticeRequest, import_id: UUID) -> HttpResponse:
    """Ask, then take back what came in and was not changed since."""
    standing = import_standing(request.actor, import_id=import_id)
    if request.method != "POST":
        context = {"job": standing, "slug": slug_of(request), "area": "calendar"}
        return render(request, "imports/calendar_undo.html", context)
    gone, stayed = undo_import(request.actor, import_id=import_id)
    words = ngettext("%(number)s event taken back.", "%(number)s events taken back.", gone) % {"number": gone}
    if stayed:
        words = _("%(done)s Those changed since stay in the calendar: %(number)s.") % {"done": words, "number": stayed}
    messages.success(request, words)
    return redirect("imports:calendar_import", slug_of(request), import_id)
