"""Answering those who asked to join by a link."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.practices.queries.practices import practice
from kollega.teams.operations.requesting import approve, decline


@practice_page(Permission.INVITATION_MANAGE)
@require_POST
def approve_one(request: PracticeRequest, join_request_id: UUID) -> HttpResponse:
    approve(request.actor, join_request_id=join_request_id)
    messages.success(request, _("Added to the team. The new member gets a mail."))
    return redirect("invitations:pending", practice(request.actor).slug)


@practice_page(Permission.INVITATION_MANAGE)
@require_POST
def decline_one(request: PracticeRequest, join_request_id: UUID) -> HttpResponse:
    decline(request.actor, join_request_id=join_request_id)
    messages.success(request, _("The request was declined. The person gets a mail."))
    return redirect("invitations:pending", practice(request.actor).slug)
