"""How long the record is kept, the hold on it, and destroying notes by a decision of two persons."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.handing_out import handed_out
from kollega.kernel.errors import FreshLoginNeeded, NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.records.operations.keeping import (
    ask_destruction,
    confirm_destruction,
    lift_hold,
    set_hold,
    withdraw_destruction,
)
from kollega.records.queries.keeping import Keeping, destruction, keeping
from kollega.web.clients.frame import client_frame, posted, slug_of
from kollega.web.records.forms import DestructionForm, HoldForm
from kollega.web.records.handing_out import note_choices
from kollega.web.records.words import COUNTED
from kollega.web.refused import show_in


@practice_page(Permission.RECORD_DESTROY)
def of_client(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """What holds for the record; a POST puts it on hold."""
    found = keeping(request.actor, client_id=client_id)
    form = HoldForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_hold(request.actor, client_id=client_id, reason=form.cleaned_data["reason"])
            except NotFound:
                raise
            except Refusal as refusal:
                status = show_in(form, refusal)
            else:
                messages.success(request, _("The record is on hold. Nothing of it is destroyed."))
                return _back(request, client_id)
    context = {**_frame(request, found), "form": form, "counted": COUNTED[found.law.counted]}
    return render(request, "records/keeping.html", context, status=status)


@require_POST
@practice_page(Permission.RECORD_DESTROY)
def lift(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    lift_hold(request.actor, client_id=client_id)
    messages.success(request, _("The hold is lifted."))
    return _back(request, client_id)


@practice_page(Permission.RECORD_DESTROY)
def ask(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """Choose the notes and name the decision."""
    found = keeping(request.actor, client_id=client_id)
    choices = note_choices(request, found.notes)
    form = DestructionForm(posted(request), request.FILES or None, notes=choices, today=_today(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                ask_destruction(request.actor, client_id=client_id, **form.decision())
            except NotFound:
                raise
            except Refusal as refusal:
                status = show_in(form, refusal)
            else:
                messages.success(request, _("Asked for. A second person who may read this record has to confirm it."))
                return _back(request, client_id)
    return render(request, "records/destroy.html", {**_frame(request, found), "form": form}, status=status)


@practice_page(Permission.RECORD_DESTROY)
def confirm(request: PracticeRequest, destruction_id: UUID) -> HttpResponse:
    """Look at the decision, then carry it out."""
    opened = destruction(request.actor, destruction_id=destruction_id)
    refusal_words = ""
    status = 200
    if request.method == "POST":
        try:
            confirm_destruction(request.actor, destruction_id=destruction_id)
        except (NotFound, FreshLoginNeeded):
            raise
        except Refusal as refusal:
            refusal_words, status = _(refusal.message), refusal.status
        else:
            messages.success(request, _("Destroyed. The marker, the signatures and their hashes stay."))
            return _back(request, opened.row.client_id)
    context = {
        **client_frame(request, request.actor, opened.client, "records"),
        "row": opened.row,
        "refusal": refusal_words,
    }
    return render(request, "records/confirm.html", context, status=status)


@require_POST
@practice_page(Permission.RECORD_DESTROY)
def withdraw(request: PracticeRequest, destruction_id: UUID) -> HttpResponse:
    opened = destruction(request.actor, destruction_id=destruction_id)
    withdraw_destruction(request.actor, destruction_id=destruction_id)
    messages.success(request, _("Withdrawn. Nothing was destroyed."))
    return _back(request, opened.row.client_id)


@require_GET
@practice_page(Permission.RECORD_DESTROY)
def decision(request: PracticeRequest, destruction_id: UUID) -> Any:
    """The authority's decision as it was uploaded."""
    opened = destruction(request.actor, destruction_id=destruction_id)
    if not opened.document:
        raise NotFound
    return handed_out(
        iter([opened.document]),
        name="decision.pdf",
        media_type="application/pdf",
        size=len(opened.document),
        as_attachment=True,
    )


def _frame(request: PracticeRequest, found: Keeping) -> dict[str, Any]:
    own = request.actor.membership_id
    return {
        **client_frame(request, request.actor, found.client, "records"),
        "found": found,
        "destructions": [{"row": row, "is_mine": row.asked_by_id == own} for row in found.destructions],
    }


def _today(request: PracticeRequest) -> Any:
    return request.actor.at.astimezone(request.actor.timezone).date()


def _back(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    return redirect("records:keeping", slug_of(request), client_id)
