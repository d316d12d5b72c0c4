"""The people around a client: one form to add or change somebody, and a button that removes."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.clients.operations.contact_people import (
    add_contact_person,
    edit_contact_person,
    remove_contact_person,
)
from kollega.clients.queries.access import require_readable
from kollega.clients.queries.contact_people import PersonAround, contact_person
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.web.clients.contact_people_words import RELATIONS
from kollega.web.clients.forms import ContactPersonForm
from kollega.web.clients.frame import client_frame, posted, slug_of
from kollega.web.refused import show_in


def around(people: list[PersonAround]) -> list[dict[str, Any]]:
    """Return the people with their relation in words, for the card."""
    return [{"person": each, "relation": RELATIONS[each.data.relation]} for each in people]


@practice_page(Permission.CLIENT_EDIT)
def new(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """The form for somebody new around the client."""
    head = require_readable(request.actor, client_id)
    form = ContactPersonForm(posted(request), today=_today(request))
    context = {**client_frame(request, request.actor, head, "overview"), "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            add_contact_person(request.actor, client_id=client_id, person=form.person())
        except Refusal as refusal:
            return _refused(request, context, form, refusal)
        messages.success(request, _("Contact added."))
        return redirect("clients:card", slug_of(request), client_id)
    return render(request, "clients/contact_person.html", context, status=422 if form.errors else 200)


@practice_page(Permission.CLIENT_EDIT)
def edit(request: PracticeRequest, client_id: UUID, contact_person_id: UUID) -> HttpResponse:
    """The same form for somebody who is there already."""
    actor = request.actor
    present = contact_person(actor, client_id=client_id, contact_person_id=contact_person_id)
    head = require_readable(actor, client_id)
    initial = {**asdict(present.data), "version": present.version}
    form = ContactPersonForm(posted(request), initial=initial, today=_today(request))
    context = {**client_frame(request, actor, head, "overview"), "form": form, "present": present}
    if request.method == "POST" and form.is_valid():
        try:
            edit_contact_person(
                actor,
                client_id=client_id,
                contact_person_id=contact_person_id,
                version=form.cleaned_data["version"] or 0,
                person=form.person(),
            )
        except Refusal as refusal:
            return _refused(request, context, form, refusal)
        messages.success(request, _("Contact saved."))
        return redirect("clients:card", slug_of(request), client_id)
    return render(request, "clients/contact_person.html", context, status=422 if form.errors else 200)


@require_POST
@practice_page(Permission.CLIENT_EDIT)
def remove(request: PracticeRequest, client_id: UUID, contact_person_id: UUID) -> HttpResponse:
    remove_contact_person(request.actor, client_id=client_id, contact_person_id=contact_person_id)
    messages.success(request, _("Contact removed."))
    return redirect("clients:card", slug_of(request), client_id)


def _today(request: PracticeRequest) -> date:
    return request.actor.at.astimezone(request.actor.timezone).date()


def _refused(
    request: PracticeRequest, context: dict[str, Any], form: ContactPersonForm, refusal: Refusal
) -> HttpResponse:
    if refusal.status == 404:
        raise refusal
    return render(request, "clients/contact_person.html", context, status=show_in(form, refusal))
