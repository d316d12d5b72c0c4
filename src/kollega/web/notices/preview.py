"""What an invitation would say, for the booking panel."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import BadInput
from kollega.kernel.permissions import Permission
from kollega.notices.queries.previews import Preview, invitation_preview
from kollega.scheduling.enums import Place
from kollega.scheduling.errors import LocalTimeMissing
from kollega.scheduling.operations.booking import resolved
from kollega.web.calendar.forms.visits import BookingForm
from kollega.web.calendar.offers import offers_for

NEEDED = ("client", "date", "start", "minutes")


@practice_page(Permission.APPOINTMENT_BOOK)
@require_GET
def preview(request: PracticeRequest) -> HttpResponse:
    """The words for the half-filled form of the booking panel; empty until it names client and time."""
    actor = request.actor
    today = actor.at.astimezone(actor.timezone).date()
    form = BookingForm(request.GET, offers=offers_for(actor), today=lambda: today)
    form.is_valid()
    data = form.cleaned_data
    found = _found(request, form) if all(data.get(name) for name in NEEDED) else ()
    return render(request, "notices/preview.html", {"previews": found})


def _found(request: PracticeRequest, form: BookingForm) -> tuple[Preview, ...]:
    data: dict[str, Any] = form.cleaned_data
    try:
        starts_at: datetime = resolved(request.actor, form.starts_at).instant.astimezone(UTC)
    except (LocalTimeMissing, BadInput):
        return ()
    return invitation_preview(
        request.actor,
        client_id=data["client"],
        clinician_id=form.clinician_id if data.get("clinician") else None,
        starts_at=starts_at,
        minutes=data["minutes"],
        place=data.get("place") or Place.IN_PERSON,
    )
