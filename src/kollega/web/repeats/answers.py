"""What a change of many dates answers: close what is open, draw the grid anew, say so with an undo of all."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kollega.edge.access import PracticeRequest
from kollega.web.calendar.answers import add_events
from kollega.web.calendar.practice_address import slug


def done(request: PracticeRequest, words: str, *, undo: UUID | None) -> HttpResponse:
    """Close panel and dialog and tell; as a page go to the calendar."""
    if not request.headers.get("HX-Request"):
        messages.success(request, words)
        return redirect("calendar:calendar", slug(request))
    response = HttpResponse(status=204)
    toast: dict[str, object] = {"text": words}
    if undo is not None:
        url = reverse("calendar:undo_repeats", args=[slug(request), undo])
        toast["action"] = {"label": _("Undo"), "url": url}
    add_events(response, {"calendar-changed": True, "toast": toast, "panel-close": True, "dialog-close": True})
    return response
