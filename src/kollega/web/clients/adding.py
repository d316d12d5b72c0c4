"""Adding a client: the whole form, and the three fields of the booking panel."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kollega.clients.errors import PossibleDuplicate
from kollega.clients.operations.registering import create_client
from kollega.clients.queries.search import choices_by_id
from kollega.clients.rules.contact import ContactData
from kollega.edge.access import PracticeRequest, practice_page
from kollega.edge.answers import field_sentences, sentence
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.practices.queries.profile import Colleague, clinicians_of, profile_of
from kollega.web.clients.forms import ContactForm, QuickForm
from kollega.web.clients.frame import posted, slug_of
from kollega.web.refused import show_in


def _options(actor: Actor) -> dict[str, Any]:
    return {"today": actor.at.astimezone(actor.timezone).date(), "clinicians": _choice_of_responsible(actor)}


def _choice_of_responsible(actor: Actor) -> list[Colleague]:
    """Only those who see every client choose; a clinician is responsible for whom they add."""
    return clinicians_of(actor) if actor.may(Permission.CLIENT_CONTACT_ANY) else []


def _responsible(actor: Actor, chosen: str) -> UUID | None:
    return UUID(chosen) if chosen else None


@practice_page(Permission.CLIENT_CREATE)
def new(request: PracticeRequest) -> HttpResponse:
    """The whole form for a new client."""
    actor = request.actor
    practice = profile_of(actor)
    initial = {
        "language": practice.language,
        "country": practice.country,
        "responsible_id": str(actor.membership_id) if actor.may(Permission.CLIENT_INFORMATION) else "",
    }
    form = ContactForm(posted(request), initial=initial, **_options(actor))
    context: dict[str, Any] = {"form": form, "slug": slug_of(request), "area": "clients"}
    if request.method == "POST" and form.is_valid():
        try:
            client_id = _create(request, form.contact(), form.cleaned_data.get("responsible_id", ""))
        except PossibleDuplicate as refusal:
            return _ask(request, "clients/new.html", context, refusal)
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Client added."))
            return redirect("clients:card", slug_of(request), client_id)
    return render(request, "clients/new.html", context, status=422 if form.errors else 200)


def _create(request: PracticeRequest, contact: ContactData, responsible: str) -> UUID:
    return create_client(
        request.actor,
        contact=contact,
        responsible_id=_responsible(request.actor, responsible),
        despite_duplicates=request.POST.get("despite_duplicates") == "yes",
    )


def _ask(request: PracticeRequest, template: str, context: dict[str, Any], refusal: PossibleDuplicate) -> HttpResponse:
    """Show the look-alikes above the form. A success for the transaction, so that the log of their names stays."""
    alike = choices_by_id(request.actor, client_ids=refusal.client_ids)
    return render(request, template, {**context, "alike": alike, "duplicate_words": sentence(refusal)})


@practice_page(Permission.CLIENT_CREATE)
def quick(request: PracticeRequest) -> HttpResponse:
    """Three fields inside another form's panel. On success the event `client-added` carries id and name.

    The fragment posts to itself and replaces itself; the caller listens for `client-added` on the body.
    """
    actor = request.actor
    initial = {
        "name": request.GET.get("name", "")[:160],
        "responsible_id": request.GET.get("responsible", "") or str(actor.membership_id),
    }
    form = QuickForm(posted(request), initial=initial, prefix="client", **_options(actor))
    context: dict[str, Any] = {
        "form": form,
        "slug": slug_of(request),
        "area": "clients",
        "quick_url": request.path,
    }
    if request.method == "POST" and form.is_valid():
        contact = form.contact(profile_of(actor).language)
        try:
            client_id = _create(request, contact, form.cleaned_data.get("responsible_id", ""))
        except PossibleDuplicate as refusal:
            return _ask(request, "clients/quick.html", context, refusal)
        except Refusal as refusal:
            show_in_quick(form, refusal)
        else:
            return _added(request, client_id, f"{contact.given_name} {contact.family_name}".strip())
    return render(request, "clients/quick.html", context, status=422 if form.errors else 200)


def show_in_quick(form: QuickForm, refusal: Refusal) -> None:
    sentences = field_sentences(refusal)
    for name, words in sentences.items():
        form.add_error(QuickForm.FIELD_OF.get(name, name if name in form.fields else None), words)
    if not sentences:
        form.add_error(None, sentence(refusal))


def _added(request: PracticeRequest, client_id: UUID, name: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("clients:card", slug_of(request), client_id)
    response = HttpResponse()
    response.headers["HX-Trigger"] = json.dumps({"client-added": {"id": str(client_id), "name": name}})
    return response
