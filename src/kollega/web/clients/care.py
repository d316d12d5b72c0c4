"""Who takes part in a client's care: share, end a share, hand over."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.clients.operations.care import end_share, hand_over, share_client
from kollega.clients.queries.card import ClientCard, client_card
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.practices.queries.profile import clinicians_of, profile_of
from kollega.web.clients.forms import ColleagueForm
from kollega.web.clients.frame import client_frame, posted, slug_of
from kollega.web.clients.identity import has_national_ids
from kollega.web.refused import show_in


@practice_page(Permission.CLIENT_INFORMATION)
def care(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """The clinicians in the care; the responsible one shares and hands over here."""
    card = _card(request, client_id)
    form = _share_form(request, card, posted(request))
    if request.method == "POST" and form.is_valid() and _done(request, share_client, client_id, form):
        messages.success(request, _("Shared. Your colleague can open the record from now on."))
        return redirect("clients:care", slug_of(request), client_id)
    context = _context(request, card, share=form)
    return render(request, "clients/care.html", context, status=422 if form.errors else 200)


@practice_page(Permission.CLIENT_INFORMATION)
def transfer(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """Handing the client over to a colleague."""
    card = _card(request, client_id)
    colleagues = [each for each in clinicians_of(request.actor) if each.id != card.head.responsible_id]
    form = ColleagueForm(posted(request), clinicians=colleagues)
    if request.method == "POST" and form.is_valid() and _done(request, hand_over, client_id, form):
        messages.success(request, _("Handed over."))
        return redirect("clients:card", slug_of(request), client_id)
    context = {**_context(request, card), "form": form}
    return render(request, "clients/transfer.html", context, status=422 if form.errors else 200)


@require_POST
@practice_page(Permission.CLIENT_INFORMATION)
def end(request: PracticeRequest, client_id: UUID, clinician_id: UUID) -> HttpResponse:
    end_share(request.actor, client_id=client_id, clinician_id=clinician_id)
    messages.success(request, _("The share has ended."))
    return redirect("clients:care", slug_of(request), client_id)


def _card(request: PracticeRequest, client_id: UUID) -> ClientCard:
    card = client_card(request.actor, client_id=client_id)
    if not card.head.may_read_record:
        raise NotFound
    return card


def _share_form(request: PracticeRequest, card: ClientCard, given: Any) -> ColleagueForm:
    inside = {caregiver.membership_id for caregiver in card.caregivers}
    outside = [each for each in clinicians_of(request.actor) if each.id not in inside]
    return ColleagueForm(given, clinicians=outside)


def _done(request: PracticeRequest, act: Callable[..., None], client_id: UUID, form: ColleagueForm) -> bool:
    try:
        act(request.actor, client_id=client_id, clinician_id=UUID(form.cleaned_data["clinician_id"]))
    except Refusal as refusal:
        show_in(form, refusal)
        return False
    return True


def _context(request: PracticeRequest, card: ClientCard, **more: Any) -> dict[str, Any]:
    is_central = profile_of(request.actor).records == "central"
    frame = client_frame(request, request.actor, card.head, "settings")
    shown = {"card": card, "is_central": is_central, "has_national_ids": has_national_ids(request.actor, card.head)}
    return {**frame, **shown, **more}
