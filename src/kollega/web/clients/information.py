"""Writing under the headings of the client information."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kollega.clients.errors import InformationChanged
from kollega.clients.operations.information import write_information
from kollega.clients.queries.access import require_record
from kollega.clients.queries.information import InformationText, information_versions
from kollega.clients.rules.headings import TITLES, Heading
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.web.clients.forms import InformationForm
from kollega.web.clients.frame import client_frame, posted, slug_of
from kollega.web.field_view import view_of
from kollega.web.refused import show_in


@practice_page(Permission.CLIENT_INFORMATION)
def heading(request: PracticeRequest, client_id: UUID, heading: str) -> HttpResponse:
    """The field under one heading: a fragment in the card, or a page of its own without script."""
    chosen = _heading(heading)
    versions = information_versions(request.actor, client_id=client_id, heading=chosen)
    newest = versions[0] if versions else InformationText(chosen, 0, "", "", None)
    form = InformationForm(posted(request), initial={"text": newest.text, "version": newest.version})
    context = _context(request, client_id, newest, form)
    if request.method != "POST" or not form.is_valid():
        return render(request, _template(request), context, status=422 if form.errors else 200)
    try:
        write_information(request.actor, client_id=client_id, heading=chosen, **form.cleaned_data)
    except InformationChanged:
        # A success for the transaction, so that the log of showing the newer text stays.
        return render(request, _template(request), {**context, "theirs": newest, "next_version": newest.version})
    except Refusal as refusal:
        show_in(form, refusal)
        return render(request, _template(request), _context(request, client_id, newest, form), status=422)
    return _saved(request, client_id, chosen)


@practice_page(Permission.CLIENT_INFORMATION)
def shown(request: PracticeRequest, client_id: UUID, heading: str) -> HttpResponse:
    """The text under one heading, as the card shows it: what closing the field brings back."""
    return _show(request, client_id, _heading(heading))


def _show(request: PracticeRequest, client_id: UUID, chosen: Heading) -> HttpResponse:
    versions = information_versions(request.actor, client_id=client_id, heading=chosen)
    text = versions[0] if versions else InformationText(chosen, 0, "", "", None)
    context = {"slug": slug_of(request), "client_id": client_id, "unfolded": True, "may_write": True}
    return render(request, "clients/heading.html", {**context, "text": text, "title": _(TITLES[chosen])})


@practice_page(Permission.CLIENT_INFORMATION)
def versions(request: PracticeRequest, client_id: UUID, heading: str) -> HttpResponse:
    """Every version under one heading, newest first."""
    chosen = _heading(heading)
    found = information_versions(request.actor, client_id=client_id, heading=chosen)
    head = require_record(request.actor, client_id)
    context = client_frame(request, request.actor, head, "overview")
    return render(request, "clients/versions.html", {**context, "versions": found, "title": _(TITLES[chosen])})


def _heading(word: str) -> Heading:
    if word not in list(Heading):
        raise NotFound
    return Heading(word)


def _template(request: PracticeRequest) -> str:
    return "clients/heading_form.html" if request.headers.get("HX-Request") else "clients/heading_page.html"


def _context(request: PracticeRequest, client_id: UUID, text: InformationText, form: forms.Form) -> dict[str, Any]:
    head = require_record(request.actor, client_id)
    context = client_frame(request, request.actor, head, "overview")
    title = _(TITLES[text.heading])
    # Emptying the field is how its text is taken off, so it is neither demanded nor called optional.
    field = replace(view_of(form["text"], label=title, hint=_("Printed with the record.")), optional=False)
    return {**context, "form": form, "field": field, "text": text, "title": title, "client_id": client_id}


def _saved(request: PracticeRequest, client_id: UUID, chosen: Heading) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _show(request, client_id, chosen)
    return redirect("clients:card", slug_of(request), client_id)
