"""The options of the booking panel's client picker."""

from django.http import HttpResponse
from django.shortcuts import render

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.web.calendar.client_choices import choices_for
from kollega.web.clients.listing import count_search


@practice_page(Permission.APPOINTMENT_BOOK)
def client_options(request: PracticeRequest) -> HttpResponse:
    """Found by the text, or the last three without one; a delegate finds the owner's clients as far as granted."""
    count_search(request)
    text = request.GET.get("q", "").strip()[:100]
    return render(request, "calendar/client_options.html", {"choices": choices_for(request.actor, text), "text": text})
