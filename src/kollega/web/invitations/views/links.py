"""Join links: made once, shown once, ended any time."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission, Role
from kollega.practices.queries.practices import practice
from kollega.teams.operations.linking import create_join_link, end_link
from kollega.teams.queries.offering import offering
from kollega.web.invitations.forms import LinkForm
from kollega.web.invitations.words import type_choice
from kollega.web.refused import show_in

GIVEN_BY_LINK = (Role.CLINICIAN, Role.ASSISTANT, Role.TEMPLATE_MANAGER, Role.OFFICE_STAFF)


@practice_page(Permission.INVITATION_MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: PracticeRequest) -> HttpResponse:
    """The form, and after it the link, which is not shown again."""
    facts, given = practice(request.actor), offering(request.actor)
    types = [type_choice(plan, facts.currency, given.cycle) for plan in given.free_types]
    form = LinkForm(
        request.POST or None,
        types=types,
        roles=GIVEN_BY_LINK,
        has_areas=given.has_areas,
        initial={"account_type": types[0][0] if types else None},
    )
    address = ""
    if request.method == "POST" and form.is_valid():
        try:
            token = create_join_link(
                request.actor,
                plan_id=form.cleaned_data["account_type"],
                roles=form.wanted_roles,
                areas=form.wanted_areas,
                most_uses=form.cleaned_data["most_uses"],
                days=form.cleaned_data["days"],
            )
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            address = f"{settings.PUBLIC_URL}{reverse('invitations:join', args=[token])}"
    context = {"form": form, "facts": facts, "address": address, "offering": given, "area": "team"}
    return render(request, "invitations/link.html", context, status=422 if form.errors else 200)


@practice_page(Permission.INVITATION_MANAGE)
@require_POST
def end(request: PracticeRequest, join_link_id: UUID) -> HttpResponse:
    end_link(request.actor, join_link_id=join_link_id)
    messages.success(request, _("The link no longer works."))
    return redirect("invitations:pending", practice(request.actor).slug)
