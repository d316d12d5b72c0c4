"""Leaving a community and dissolving one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Forbidden, NotFound
from kollega.kernel.permissions import Permission
from kollega.practices.queries.practices import practice
from kollega.scheduling.errors import ComingTimes
from kollega.scheduling.operations.parting import dissolve_community, leave_community, stay_in_community
from kollega.scheduling.queries.sharing import community
from kollega.web.communities.words import all_when


@practice_page(Permission.ROOM_MANAGE)
@require_http_methods(["GET", "POST"])
def leave(request: PracticeRequest, community_id: UUID) -> HttpResponse:
    """Leave, or ask that coming times stay."""
    facts, view = practice(request.actor), community(request.actor, community_id=community_id)
    if not view.rooms and not view.partners:
        raise NotFound
    status, times = 200, []
    if request.method == "POST":
        try:
            left = leave_community(
                request.actor, community_id=community_id, ask_to_keep=request.POST.get("keep") == "1"
            )
        except ComingTimes as refusal:
            status, times = 409, all_when(refusal.own, request.actor.timezone)
        else:
            messages.success(request, _("You have left.") if left else _("Asked. You get a mail with the answer."))
            return redirect("communities:overview", facts.slug)
    context = {"area": "settings", "facts": facts, "view": view, "own_times": times}
    return render(request, "communities/leave.html", context, status=status)


@practice_page(Permission.ROOM_MANAGE)
@require_POST
def stay(request: PracticeRequest, community_id: UUID) -> HttpResponse:
    """Take back the wish to leave."""
    stay_in_community(request.actor, community_id=community_id)
    messages.success(request, _("You stay. Nothing has changed."))
    return redirect("communities:community", practice(request.actor).slug, community_id)


@practice_page(Permission.ROOM_MANAGE)
@require_http_methods(["GET", "POST"])
def dissolve(request: PracticeRequest, community_id: UUID) -> HttpResponse:
    """Ask once more, then end the community for everybody."""
    facts, view = practice(request.actor), community(request.actor, community_id=community_id)
    if not view.community.is_creator:
        raise Forbidden
    if request.method == "POST":
        dissolve_community(request.actor, community_id=community_id)
        messages.success(request, _("Dissolved. Nobody shares rooms any more, and all appointments stay."))
        return redirect("communities:overview", facts.slug)
    return render(request, "communities/dissolve.html", {"area": "settings", "facts": facts, "view": view})
