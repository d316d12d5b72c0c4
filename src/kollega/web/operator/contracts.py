"""Setting, changing and ending a practice's own agreement (T12)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.contracts import StoredContract
from kollega.edge.access import OperatorRequest, operator_page
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, NotFound
from kollega.operator.operations.contracts import end_contract, set_contract
from kollega.operator.queries.accounts import account_of
from kollega.web.operator.forms import ContractForm, values_of
from kollega.web.operator.frame import back_office
from kollega.web.operator.practices import practice_for
from kollega.web.refused import show_in


@operator_page
@require_http_methods(["GET", "POST"])
def contract_page(request: OperatorRequest, practice_id: UUID) -> HttpResponse:
    """The contract as a form, empty for a new one."""
    facts, actor = practice_for(request, practice_id)
    running = _open(actor)
    today = actor.at.astimezone(actor.timezone).date()
    first = values_of(running, actor.timezone) if running else {"begins_on": today}
    form = ContractForm(
        request.POST if request.method == "POST" else None, known=catalogue(), today=lambda: today, initial=first
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_contract(actor, wanted=form.contract(actor.timezone))
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The contract is set."))
            return redirect("operator:practice", practice_id)
    context = {"form": form, "facts": facts, "is_new": running is None}
    return back_office(
        request, "operator/contract.html", context, place="practices", status=422 if form.errors else 200
    )


@operator_page
@require_http_methods(["GET", "POST"])
def end_page(request: OperatorRequest, practice_id: UUID) -> HttpResponse:
    """Ask, then end the contract now."""
    facts, actor = practice_for(request, practice_id)
    if request.method == "POST":
        end_contract(actor)
        messages.success(request, _("The contract has ended. The practice's own plan counts again."))
        return redirect("operator:practice", practice_id)
    if _open(actor) is None:
        raise NotFound
    return back_office(request, "operator/end_contract.html", {"facts": facts}, place="practices")


def _open(actor: Actor) -> StoredContract | None:
    """Return the contract that runs or waits."""
    stored = account_of(actor).contract
    return None if stored is None or stored.is_over(actor.at) else stored
