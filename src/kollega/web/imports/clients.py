"""Importing a list of clients: file, columns, dry run, real run with progress, report, undo."""

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kollega.clients.errors import ClientsInUse
from kollega.clients.operations.import_files import bring_file, check_import
from kollega.clients.operations.import_running import start_import, undo_import
from kollega.clients.queries.imports import (
    ImportSummary,
    ReportRow,
    client_import,
    import_report,
    import_sample,
    my_imports,
)
from kollega.clients.queries.search import choices_by_id
from kollega.clients.rules.csv_files import MOST_BYTES, MOST_ROWS
from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import field_sentences, sentence
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.platform.csv_cells import neutralised_row
from kollega.web.clients.frame import posted, slug_of
from kollega.web.imports.forms import ClientFileForm, ColumnsForm
from kollega.web.imports.words import OUTCOME_TONES, OUTCOME_WORDS, STATE_WORDS
from kollega.web.refused import show_in

PAGE = 100


@practice_page(Permission.CLIENT_IMPORT)
def start(request: PracticeRequest) -> HttpResponse:
    """Choose a file; below, the imports so far."""
    form = ClientFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
        try:
            import_id = bring_file(request.actor, content=content, encoding=form.cleaned_data["encoding"])
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            return redirect("imports:client_columns", slug_of(request), import_id)
    rows = [{"job": job, "state": STATE_WORDS[job.state]} for job in my_imports(request.actor)]
    context = {"form": form, "rows": rows, "slug": slug_of(request), "area": "clients"}
    return render(request, "imports/clients_start.html", context, status=422 if form.errors else 200)


@practice_page(Permission.CLIENT_IMPORT)
def columns(request: PracticeRequest, client_import_id: UUID) -> HttpResponse:
    """Say what each column means, with the first rows beside it."""
    job = client_import(request.actor, import_id=client_import_id)
    if job.state not in ("read", "checked"):
        return redirect("imports:client_import", slug_of(request), client_import_id)
    sample = import_sample(request.actor, import_id=client_import_id)
    form = ColumnsForm(posted(request), initial=_initial(job), width=len(job.columns))
    if request.method == "POST" and form.is_valid():
        try:
            check_import(request.actor, import_id=client_import_id, columns=form.columns(), **form.options())
        except Refusal as refusal:
            form.add_error(None, next(iter(field_sentences(refusal).values()), sentence(refusal)))
        else:
            return redirect("imports:client_import", slug_of(request), client_import_id)
    context = {
        "form": form,
        "slug": slug_of(request),
        "area": "clients",
        "job": job,
        "lines": [
            {
                "field": form[f"column{number}"],
                "heading": sample.header[number] if sample.header else _("Column %(number)s") % {"number": number + 1},
                "values": [row[number] for row in sample.rows if row[number]],
            }
            for number in range(len(job.columns))
        ],
    }
    return render(request, "imports/clients_columns.html", context, status=422 if form.errors else 200)


def _initial(job: ImportSummary) -> dict[str, Any]:
    chosen: dict[str, Any] = {f"column{number}": column.value for number, column in enumerate(job.columns)}
    return chosen | {"month_first": "yes" if job.month_first else "", "with_duplicates": job.with_duplicates}


@practice_page(Permission.CLIENT_IMPORT)
def result(request: PracticeRequest, client_import_id: UUID) -> HttpResponse:
    """The dry run's or the real run's outcome, row by row; while it runs, its progress."""
    job = client_import(request.actor, import_id=client_import_id)
    if job.state == "read":
        return redirect("imports:client_columns", slug_of(request), client_import_id)
    context = _result_context(request, job)
    if request.headers.get("HX-Request") and job.state == "running":
        return render(request, "imports/clients_progress.html", context)
    if request.headers.get("HX-Request"):
        response = HttpResponse()
        response.headers["HX-Redirect"] = request.path
        return response
    return render(request, "imports/clients_result.html", context)


def _result_context(request: PracticeRequest, job: ImportSummary) -> dict[str, Any]:
    slug, outcome = slug_of(request), request.GET.get("outcome", "")
    outcome = outcome if outcome in OUTCOME_WORDS else ""
    first = request.GET.get("from", "1")
    rows = import_report(
        request.actor,
        import_id=job.id,
        outcome=outcome,
        first=min(int(first), MOST_ROWS) if first.isdecimal() and first.isascii() else 1,
        limit=PAGE + 1,
    )
    here = reverse("imports:client_import", args=[slug, job.id])
    return {
        "job": job,
        "slug": slug,
        "area": "clients",
        "state": STATE_WORDS[job.state],
        "counts": [
            {"outcome": name, "words": OUTCOME_WORDS[name], "number": job.counts[name], "current": name == outcome}
            for name in OUTCOME_WORDS
            if job.counts.get(name)
        ],
        "outcome": outcome,
        "rows": [_shown(row, job) for row in rows[:PAGE]],
        "next_url": f"{here}?outcome={outcome}&from={rows[PAGE].number}" if len(rows) > PAGE else "",
        "add_words": ngettext("Add %(number)s client", "Add %(number)s clients", job.to_add) % {"number": job.to_add},
        "poll_url": here,
    }


def _shown(row: ReportRow, job: ImportSummary) -> dict[str, Any]:
    return {
        "row": row,
        "line": row.number + (1 if job.has_header else 0),
        "words": OUTCOME_WORDS[row.outcome],
        "tone": OUTCOME_TONES.get(row.outcome, ""),
        "faults": [_(sentence) for sentence in row.faults.values()],
    }


@require_POST
@practice_page(Permission.CLIENT_IMPORT)
def run(request: PracticeRequest, client_import_id: UUID) -> HttpResponse:
    start_import(request.actor, import_id=client_import_id)
    return redirect("imports:client_import", slug_of(request), client_import_id)


@practice_page(Permission.CLIENT_IMPORT)
def undo(request: PracticeRequest, client_import_id: UUID) -> HttpResponse:
    """Ask, then take all clients of the import back; or list those that keep it from being undone."""
    job = client_import(request.actor, import_id=client_import_id)
    context: dict[str, Any] = {"job": job, "slug": slug_of(request), "area": "clients"}
    if job.state != "done":
        return redirect("imports:client_import", slug_of(request), client_import_id)
    if request.method != "POST":
        return render(request, "imports/clients_undo.html", context)
    try:
        number = undo_import(request.actor, import_id=client_import_id)
    except ClientsInUse as refusal:
        # A success for the transaction, so that the log of the names shown stays.
        used = choices_by_id(request.actor, client_ids=refusal.client_ids)
        return render(request, "imports/clients_undo.html", {**context, "used": used, "refusal": sentence(refusal)})
    words = ngettext("%(number)s client taken back.", "%(number)s clients taken back.", number) % {"number": number}
    messages.success(request, words)
    return redirect("imports:client_import", slug_of(request), client_import_id)


@practice_page(Permission.CLIENT_IMPORT)
def report(request: PracticeRequest, client_import_id: UUID) -> HttpResponse:
    """The whole report as a file that no spreadsheet runs (UE-4)."""
    job = client_import(request.actor, import_id=client_import_id)
    rows = import_report(request.actor, import_id=client_import_id, limit=MOST_ROWS)
    file = io.StringIO()
    table = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
    table.writerow([_("Row"), _("Name"), _("Outcome"), _("Reason"), _("Looks like")])
    for row in rows:
        shown = _shown(row, job)
        alike = row.alike.family_first if row.alike else ""
        table.writerow(neutralised_row([shown["line"], row.name, shown["words"], " ".join(shown["faults"]), alike]))
    # The mark lets spreadsheets read å, ø and ü.
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="import.csv"'
    return response
