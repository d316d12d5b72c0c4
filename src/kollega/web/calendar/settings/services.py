"""Adding, changing and archiving services."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import NotFound, Refusal
from kollega.kernel.permissions import Permission
from kollega.scheduling.operations.services import archive_service, change_service, create_service
from kollega.scheduling.queries.offers import services
from kollega.scheduling.rules.offers import next_colour
from kollega.web.calendar.practice_address import slug
from kollega.web.calendar.settings.forms import ServiceForm, initial_of
from kollega.web.refused import show_in


@practice_page(Permission.SERVICE_MANAGE)
def new_service(request: PracticeRequest) -> HttpResponse:
    """Add a service; the next colour of the order is suggested."""
    used = [service.colour for service in services(request.actor)]
    initial: dict[str, Any] = {
        "minutes": 45,
        "mode": "in_person",
        "colour": str(next_colour(used)),
        "buffer_before": 0,
        "buffer_after": 0,
        "notice_minutes": 0,
    }
    form = ServiceForm(request.POST or None, initial=initial, language=request.actor.language)
    if request.method == "POST" and form.is_valid():
        try:
            create_service(request.actor, values=form.values())
        except Refusal as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("Service added."))
            return redirect("calendar:settings", slug(request))
    return _show(request, form, service=None)


@practice_page(Permission.SERVICE_MANAGE)
def service(request: PracticeRequest, service_id: UUID) -> HttpResponse:
    """Change a service; what is booked keeps its length."""
    found = next((one for one in services(request.actor, archived=True) if one.id == service_id), None)
    if found is None:
        raise NotFound
    form = ServiceForm(request.POST or None, initial=initial_of(found), language=request.actor.language)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            change_service(
                request.actor,
                service_id=service_id,
                values=form.values(),
                version=int(version) if version.isdigit() else None,
            )
        except Refusal as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("Service saved."))
            return redirect("calendar:settings", slug(request))
    return _show(request, form, service=found)


@practice_page(Permission.SERVICE_MANAGE)
@require_POST
def archive(request: PracticeRequest, service_id: UUID) -> HttpResponse:
    """Take a service out of use, or bring it back."""
    archived = request.POST.get("archived") == "1"
    archive_service(request.actor, service_id=service_id, archived=archived)
    messages.success(request, _("Service archived.") if archived else _("Service is in use again."))
    return redirect("calendar:settings", slug(request))


def _blame(form: ServiceForm, refusal: Refusal) -> None:
    """Name the field: the code that is taken, or the first name."""
    if refusal.code == "service_code_taken":
        form.add_error("code", _("Another service already has this code. Choose another one."))
    else:
        show_in(form, refusal)


def _show(request: PracticeRequest, form: ServiceForm, *, service: Any) -> HttpResponse:
    context = {"area": "settings", "practice_slug": slug(request), "form": form, "service": service}
    status = 422 if form.errors else 200
    return render(request, "calendar/settings/service.html", context, status=status)
