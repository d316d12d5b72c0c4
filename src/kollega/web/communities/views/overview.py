"""The communities of the practice, and creating one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kollega.communities.operations.creating import create_community
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.practices.queries.practices import practice
from kollega.scheduling.queries.sharing import communities
from kollega.web.communities.forms import CommunityForm
from kollega.web.refused import show_in


@practice_page(Permission.ROOM_MANAGE)
@require_http_methods(["GET"])
def overview(request: PracticeRequest) -> HttpResponse:
    """Every community, or what to do when there is none."""
    context = {"area": "settings", "facts": practice(request.actor), "communities": communities(request.actor)}
    return render(request, "communities/overview.html", context)


@practice_page(Permission.ROOM_MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: PracticeRequest) -> HttpResponse:
    """Create a community with its first room."""
    facts, form, status = practice(request.actor), CommunityForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            community_id = create_community(request.actor, **form.cleaned_data)
        except Refusal as refusal:
            status = show_in(form, refusal)
        else:
            messages.success(request, _("Created. Say which of your rooms it is, then give others a code."))
            return redirect("communities:community", facts.slug, community_id)
    elif form.errors:
        status = 422
    context = {"area": "settings", "facts": facts, "form": form}
    return render(request, "communities/new.html", context, status=status)
