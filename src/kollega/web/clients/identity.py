"""The national identity number: masked on the card, shown on demand, stored sealed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.clients.operations.national_ids import set_national_id
from kollega.clients.queries.access import ClientHead, require_record
from kollega.clients.queries.national_ids import national_id
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput
from kollega.kernel.permissions import Permission
from kollega.practices.queries.profile import profile_of
from kollega.web.clients.forms import NumberForm
from kollega.web.clients.frame import client_frame, posted, slug_of
from kollega.web.refused import show_in

COUNTRIES_WITH_NUMBERS = ("SE", "NO")


def has_national_ids(actor: Actor, head: ClientHead) -> bool:
    """Say whether a number can be checked for this client at all, and the actor may know it."""
    return head.may_read_record and (head.country or profile_of(actor).country) in COUNTRIES_WITH_NUMBERS


@practice_page(Permission.CLIENT_INFORMATION)
def number(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """The form to store a number, or to remove it by leaving the field empty."""
    head = require_record(request.actor, client_id)
    form = NumberForm(posted(request))
    context: dict[str, Any] = {**client_frame(request, request.actor, head, "overview"), "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            kind = set_national_id(request.actor, client_id=client_id, number=form.cleaned_data["number"])
        except BadInput as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Number saved.") if kind else _("Number removed."))
            return redirect("clients:card", slug_of(request), client_id)
    return render(request, "clients/number.html", context, status=422 if form.errors else 200)


@require_POST
@practice_page(Permission.CLIENT_INFORMATION)
def show(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """The number in full; the log tells who asked."""
    shown = national_id(request.actor, client_id=client_id)
    if request.headers.get("HX-Request"):
        return render(request, "clients/number_shown.html", {"number": shown})
    head = require_record(request.actor, client_id)
    context = client_frame(request, request.actor, head, "overview")
    return render(request, "clients/number_page.html", {**context, "number": shown})
