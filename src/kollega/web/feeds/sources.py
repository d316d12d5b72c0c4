"""Calendars elsewhere that count as taken time here."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.feeds.operations.sources import add_source, ask_for_reading, remove_source
from kollega.kernel.errors import Refusal
from kollega.kernel.permissions import Permission
from kollega.scheduling.operations.outside_busy import mirror_other_practices
from kollega.web.calendar.practice_address import slug
from kollega.web.feeds.forms import SourceForm
from kollega.web.refused import show_in


@practice_page(Permission.HOURS_MANAGE_OWN)
def new(request: PracticeRequest) -> HttpResponse:
    """Add a calendar by its address."""
    form, status = SourceForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            add_source(request.actor, name=form.cleaned_data["name"], address=form.cleaned_data["address"])
        except Refusal as refusal:
            status = show_in(form, refusal)
        else:
            messages.success(request, _("Added. It is being read now."))
            return redirect("feeds:overview", slug(request))
    context = {"area": "settings", "practice_slug": slug(request), "form": form}
    return render(request, "feeds/new_source.html", context, status=422 if form.errors and status == 200 else status)


@practice_page(Permission.HOURS_MANAGE_OWN)
@require_POST
def read_now(request: PracticeRequest, source_id: UUID) -> HttpResponse:
    """Ask for a reading."""
    ask_for_reading(request.actor, source_id=source_id)
    messages.success(request, _("It is being read now. Open this page again in a moment."))
    return redirect("feeds:overview", slug(request))


@practice_page(Permission.HOURS_MANAGE_OWN)
@require_POST
def remove(request: PracticeRequest, source_id: UUID) -> HttpResponse:
    """Forget a calendar and what was read of it."""
    remove_source(request.actor, source_id=source_id)
    messages.success(request, _("Removed. Its times no longer count as taken."))
    return redirect("feeds:overview", slug(request))


@practice_page(Permission.HOURS_MANAGE_OWN)
@require_POST
def mirror(request: PracticeRequest) -> HttpResponse:
    """Show one's other practices as taken here, or no longer."""
    on = request.POST.get("on") == "1"
    mirror_other_practices(request.actor, on=on)
    messages.success(
        request,
        _("The time taken in your other practices now shows as taken here.")
        if on
        else _("Your other practices no longer show here."),
    )
    return redirect("feeds:overview", slug(request))
