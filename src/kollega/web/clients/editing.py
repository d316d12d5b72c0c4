"""Editing the contact data."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kollega.clients.operations.editing import edit_contact
from kollega.clients.queries.access import ClientHead
from kollega.clients.queries.card import client_card
from kollega.clients.rules.contact import ContactData
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Changed, Refusal
from kollega.kernel.permissions import Permission
from kollega.web.clients.forms import ContactForm
from kollega.web.clients.frame import client_frame, posted, slug_of
from kollega.web.refused import show_in


def contact_in(head: ClientHead) -> ContactData:
    return ContactData(
        given_name=head.name.given_name,
        family_name=head.name.family_name,
        language=head.language,
        pronoun=head.pronoun,
        born_on=head.born_on,
        email=head.email,
        phone=head.phone,
        street=head.street,
        postcode=head.postcode,
        city=head.city,
        country=head.country,
    )


@practice_page(Permission.CLIENT_EDIT)
def edit(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    """The contact form; when somebody was faster, both versions side by side with what was typed kept."""
    actor = request.actor
    card = client_card(actor, client_id=client_id)
    today = actor.at.astimezone(actor.timezone).date()
    initial, with_birth_date = asdict(contact_in(card.head)), card.head.knows_birth_date
    form = ContactForm(posted(request), initial=initial, today=today, with_birth_date=with_birth_date)
    version = _version(request, card.head.version)
    context: dict[str, Any] = {**client_frame(request, actor, card.head, "overview"), "form": form, "version": version}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            edit_contact(actor, client_id=client_id, version=version, contact=form.contact())
        except Changed as refusal:
            context |= {"version": refusal.details["version"], "theirs": _differences(form, refusal.details["current"])}
            status = 409
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Contact data saved."))
            return redirect("clients:card", slug_of(request), client_id)
    return render(request, "clients/edit.html", context, status=422 if form.errors else status)


def _version(request: PracticeRequest, current: int) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else current


def _differences(form: ContactForm, current: dict[str, Any]) -> list[tuple[str, str]]:
    """What stands in the newer version where it differs from what was typed: (label, value)."""
    found = []
    for name, field in form.fields.items():
        typed = form.cleaned_data.get(name)
        if str(typed or "") != str(current.get(name) or ""):
            found.append((str(field.label), str(current.get(name) or "—")))
    return found
