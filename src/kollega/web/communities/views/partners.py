"""The answers to practices that ask to join, or to keep their times when they leave."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.communities.operations.joining import approve, decline
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.practices.queries.practices import practice
from kollega.scheduling.operations.parting import agree_to_keep, refuse_to_keep


@practice_page(Permission.ROOM_MANAGE)
@require_POST
def approve_one(request: PracticeRequest, partner_id: UUID) -> HttpResponse:
    return _answered(request, approve, partner_id, _("Let in. The practice gets a mail."))


@practice_page(Permission.ROOM_MANAGE)
@require_POST
def decline_one(request: PracticeRequest, partner_id: UUID) -> HttpResponse:
    return _answered(request, decline, partner_id, _("Declined. The practice gets a mail."))


@practice_page(Permission.ROOM_MANAGE)
@require_POST
def keep(request: PracticeRequest, partner_id: UUID) -> HttpResponse:
    words = _("Agreed. The practice has left, and its times stay occupied.")
    return _answered(request, agree_to_keep, partner_id, words)


@practice_page(Permission.ROOM_MANAGE)
@require_POST
def have_moved(request: PracticeRequest, partner_id: UUID) -> HttpResponse:
    words = _("The practice is asked to move its times first.")
    return _answered(request, refuse_to_keep, partner_id, words)


def _answered(request: PracticeRequest, operation: Callable[..., UUID], partner_id: UUID, words: str) -> HttpResponse:
    community_id = operation(request.actor, partner_id=partner_id)
    messages.success(request, words)
    return redirect("communities:community", practice(request.actor).slug, community_id)
