"""Requests for large teams: what waits, what was answered (T12)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kollega.edge.access import OperatorRequest, operator_page
from kollega.kernel import clock
from kollega.kernel.errors import BadInput
from kollega.operator.operations.large_teams import note_answer
from kollega.operator.queries.large_teams import RequestRow, one_request, requests
from kollega.operator.queries.practices import practice_of_all
from kollega.web.operator.forms import AnswerForm
from kollega.web.operator.frame import back_office
from kollega.web.operator.practices import practice_for
from kollega.web.refused import show_in


@operator_page
@require_GET
def requests_page(request: OperatorRequest) -> HttpResponse:
    handled = request.GET.get("show") == "handled"
    rows = [_row(row) for row in requests(handled=handled)]
    return back_office(request, "operator/requests.html", {"rows": rows, "handled": handled}, place="requests")


@operator_page
@require_http_methods(["GET", "POST"])
def request_page(request: OperatorRequest, request_id: UUID) -> HttpResponse:
    """One request with the note of how it was answered."""
    asked = one_request(request_id)
    facts, actor = practice_for(request, asked.practice_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"note": asked.note})
    if request.method == "POST" and form.is_valid():
        try:
            note_answer(actor, request_id=request_id, note=form.cleaned_data["note"])
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Noted as handled."))
            return redirect("operator:requests")
    context = {"asked": asked, "facts": facts, "form": form}
    status = 422 if form.errors else 200
    return back_office(request, "operator/request.html", context, place="requests", status=status, zone=actor.timezone)


def _row(row: RequestRow) -> dict[str, Any]:
    return {"of": row, "practice": practice_of_all(row.practice_id, at=clock.now()).name}
