"""Giving an appointment the length of its service again."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.scheduling.operations.moving import resize
from kollega.scheduling.queries.appointments import appointment
from kollega.web.calendar.answers import changed
from kollega.web.calendar.practice_address import slug


@practice_page(Permission.APPOINTMENT_CHANGE)
@require_POST
def reset_length(request: PracticeRequest, appointment_id: UUID) -> HttpResponse:
    """Reset an overridden length; refused where the time that follows is taken."""
    found = appointment(request.actor, appointment_id=appointment_id)
    if found.service is None:
        raise NotFound
    version = request.POST.get("version", "")
    stored = resize(
        request.actor,
        appointment_id=appointment_id,
        minutes=found.service.minutes,
        version=int(version) if version.isdigit() else None,
    )
    to = reverse("calendar:appointment", args=[slug(request), appointment_id])
    words = _("Length reset to %(minutes)s minutes.") % {"minutes": found.service.minutes}
    return changed(request, words, undo=stored.change_id, to=to)
