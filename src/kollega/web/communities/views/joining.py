"""Codes: asking with one, making one, revoking one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kollega.communities.operations.creating import new_joining_code, revoke_joining_code
from kollega.communities.operations.joining import ask_to_join, take_back_ask
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.practices.queries.practices import practice
from kollega.web.communities.forms import CodeForm
from kollega.web.communities.views.community import show_community
from kollega.web.refused import show_in


@practice_page(Permission.ROOM_MANAGE)
@require_http_methods(["GET", "POST"])
def join(request: PracticeRequest) -> HttpResponse:
    """Ask with a code from another practice."""
    facts, form, status = practice(request.actor), CodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            community_id = ask_to_join(request.actor, code=form.cleaned_data["code"])
        except Refusal as refusal:
            status = show_in(form, refusal)
        else:
            messages.success(request, _("Asked. The other practice lets you in, and you get a mail."))
            return redirect("communities:community", facts.slug, community_id)
    elif form.errors:
        status = 422
    context = {"area": "settings", "facts": facts, "form": form}
    return render(request, "communities/join.html", context, status=status)


@practice_page(Permission.ROOM_MANAGE)
@require_POST
def withdraw(request: PracticeRequest, community_id: UUID) -> HttpResponse:
    """Take back what was asked."""
    take_back_ask(request.actor, community_id=community_id)
    messages.success(request, _("Taken back. The other practice shares nothing with you."))
    return redirect("communities:overview", practice(request.actor).slug)


@practice_page(Permission.ROOM_MANAGE)
@require_POST
def new_code(request: PracticeRequest, community_id: UUID) -> HttpResponse:
    """Make a code; the page that answers is the only one that shows it."""
    code = new_joining_code(request.actor, community_id=community_id)
    return show_community(request, community_id, code=code)


@practice_page(Permission.ROOM_MANAGE)
@require_POST
def revoke(request: PracticeRequest, joining_code_id: UUID) -> HttpResponse:
    community_id = revoke_joining_code(request.actor, code_id=joining_code_id)
    messages.success(request, _("The code no longer works."))
    return redirect("communities:community", practice(request.actor).slug, community_id)
