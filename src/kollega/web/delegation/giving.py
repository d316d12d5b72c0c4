"""Letting somebody use one's calendar: the form, which says in words what the other will see."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.delegation.operations.giving import give_to_member, offer_by_mail
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import BadInput, Refusal
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields, Permission
from kollega.practices.queries.practices import members
from kollega.web.delegation.examples import Example, example_of
from kollega.web.delegation.forms import GiveForm
from kollega.web.delegation.listing import slug_of
from kollega.web.refused import show_in


@practice_page(Permission.DELEGATION_GIVE)
def give(request: PracticeRequest) -> HttpResponse:
    """The form, and what came of it."""
    form = _form(request, request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, form)
        except BadInput as refusal:
            _blame(form, refusal)
            status = 422
        except Refusal as refusal:
            status = show_in(form, refusal)
        else:
            messages.success(request, _("Given. It stands in the list, and you see there who used your calendar."))
            return redirect("delegation:list", slug_of(request))
    context = {"area": "settings", "practice_slug": slug_of(request), "form": form, "example": _example(form)}
    return render(request, "delegation/give.html", context, status=status)


@practice_page(Permission.DELEGATION_GIVE)
@require_POST
def example(request: PracticeRequest) -> HttpResponse:
    """The sentence that says what they will see, for what is chosen at this moment; stores nothing."""
    form = _form(request, request.POST)
    return render(request, "delegation/example.html", {"example": _example(form), "practice_slug": slug_of(request)})


def _form(request: PracticeRequest, data: QueryDict | None) -> GiveForm:
    actor = request.actor
    people = [(str(row.id), row.display_name) for row in members(actor) if row.id != actor.membership_id]
    return GiveForm(data, people=people, today=actor.at.astimezone(actor.timezone).date())


def _example(form: GiveForm) -> Example:
    """Read from what was typed, right or wrong: the fields themselves say what is wrong."""
    return example_of(
        who=dict(form.people).get(str(form["member"].value() or ""), ""),
        deeds={Deed(deed) for deed in form["deeds"].value() or [] if deed in set(Deed)},
        fields=str(form["fields_shown"].value()),
    )


def _give(request: PracticeRequest, form: GiveForm) -> None:
    data = form.cleaned_data
    starts_at, ends_at = form.moments(request.actor.timezone)
    terms: dict[str, Any] = {
        "deeds": [Deed(deed) for deed in data["deeds"]],
        "fields": ClientFields(data["fields_shown"]),
        "reason": data["reason"],
        "starts_at": starts_at,
        "ends_at": ends_at,
    }
    if data["member"]:
        give_to_member(request.actor, membership_id=UUID(data["member"]), **terms)
    else:
        offer_by_mail(request.actor, email=data["email"], **terms)


def _blame(form: GiveForm, refusal: BadInput) -> None:
    for name, words in refusal.fields.items():
        form.add_error({"ends_at": "ends_on"}.get(name, name), _(words))
