"""Giving a practice another plan of the catalogue."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.rules.plans import Cycle
from kollega.edge.access import OperatorRequest, operator_page
from kollega.kernel.errors import Refusal
from kollega.operator.operations.plans import set_plan
from kollega.operator.queries.accounts import account_of
from kollega.web.operator.forms import PlanForm
from kollega.web.operator.frame import back_office
from kollega.web.operator.practices import practice_for
from kollega.web.refused import show_in


@operator_page
@require_http_methods(["GET", "POST"])
def plan_page(request: OperatorRequest, practice_id: UUID) -> HttpResponse:
    facts, actor = practice_for(request, practice_id)
    now = account_of(actor).plan
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        known=catalogue(),
        initial={"plan_id": now.plan.id, "cycle": now.cycle.value},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_plan(actor, plan_id=form.cleaned_data["plan_id"], cycle=Cycle(form.cleaned_data["cycle"]))
            except Refusal as refusal:
                show_in(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("The practice has another plan now."))
                return redirect("operator:practice", practice_id)
    return back_office(request, "operator/plan.html", {"form": form, "facts": facts}, place="practices", status=status)
