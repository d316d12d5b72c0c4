"""A new client in the booking panel of a delegate: name and contact data, in the care of the calendar's owner (B8)."""

import json
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from kollega.clients.rules.names import split_name
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Forbidden, Refusal
from kollega.kernel.permissions import Permission
from kollega.practices.queries.profile import Colleague
from kollega.scheduling.operations.registering import register_to_book
from kollega.scheduling.queries.bookable import columns_to_register_in
from kollega.web.calendar.practice_address import slug
from kollega.web.clients.adding import show_in_quick
from kollega.web.clients.forms import QuickForm
from kollega.web.clients.frame import posted


@practice_page(Permission.APPOINTMENT_BOOK)
def register_client(request: PracticeRequest) -> HttpResponse:
    """The fields; on success the event `client-added` carries id and name, as where one adds clients of one's own."""
    actor = request.actor
    columns = columns_to_register_in(actor)
    if not columns and actor.may(Permission.CLIENT_CREATE):
        return redirect("clients:quick", slug(request))
    if not columns:
        raise Forbidden
    owners = [Colleague(id_, name, is_clinician=True) for id_, name in columns]
    form = QuickForm(
        posted(request),
        prefix="client",
        today=actor.at.astimezone(actor.timezone).date(),
        clinicians=owners if len(owners) > 1 else (),
        with_birth_date=False,
    )
    if request.method == "POST" and form.is_valid():
        given, family = split_name(form.cleaned_data["name"])
        reach = form.cleaned_data["reach"]
        way = {"email": reach} if "@" in reach else {"phone": reach}
        chosen = form.cleaned_data.get("responsible_id")
        try:
            client_id = register_to_book(
                actor,
                clinician_id=UUID(chosen) if chosen else owners[0].id,
                given_name=given,
                family_name=family,
                **way,
            )
        except Refusal as refusal:
            show_in_quick(form, refusal)
        else:
            return _added(request, client_id, f"{given} {family}".strip())
    context = {"form": form, "slug": slug(request), "area": "calendar", "quick_url": request.path}
    return render(request, "clients/quick.html", context, status=422 if form.errors else 200)


def _added(request: PracticeRequest, client_id: UUID, name: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("calendar:calendar", slug(request))
    response = HttpResponse()
    response.headers["HX-Trigger"] = json.dumps({"client-added": {"id": str(client_id), "name": name}})
    return response
