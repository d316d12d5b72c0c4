"""One of several clients of an appointment: absent while the others come, or there after all."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import BadInput
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import Status
from kollega.scheduling.operations.attending import set_attendance_of
from kollega.scheduling.queries.appointments import appointment
from kollega.web.calendar.answers import tell
from kollega.web.calendar.practice_address import slug
from kollega.web.calendar.status_words import status_word
from kollega.web.calendar.views.appointments import details_context


@practice_page(Permission.APPOINTMENT_CHANGE)
@require_POST
def attendance_of(request: PracticeRequest, appointment_id: UUID, client_id: UUID) -> HttpResponse:
    """Set one client's own attendance; the answer is the panel as it is now, with an undo."""
    asked, version = request.POST.get("status", ""), request.POST.get("version", "")
    try:
        status = Status(asked) if asked else None
    except ValueError as error:
        raise BadInput from error
    stored = set_attendance_of(
        request.actor,
        appointment_id=appointment_id,
        client_id=client_id,
        status=status,
        version=int(version) if version.isdigit() else None,
    )
    if not request.headers.get("HX-Request"):
        return redirect("calendar:appointment", slug(request), appointment_id)
    found = appointment(request.actor, appointment_id=appointment_id)
    response = render(request, "calendar/appointment.html", details_context(request, found))
    words = _("%(status)s.") % {"status": status_word(status)} if status else _("As the others.")
    tell(response, request, words, undo=stored.change_id)
    return response
