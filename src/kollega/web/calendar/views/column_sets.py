"""Saving the columns that are shown under a name, and removing a set."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.scheduling.operations.column_sets import remove_column_set, save_column_set
from kollega.web.calendar.practice_address import slug
from kollega.web.ids import id_in


@practice_page(Permission.CALENDAR_SEE)
@require_POST
def save(request: PracticeRequest) -> HttpResponse:
    keys = request.POST.getlist("column")
    save_column_set(
        request.actor,
        name=request.POST.get("name", ""),
        people=_ids(keys, "p-"),
        rooms=_ids(keys, "r-"),
    )
    messages.success(request, _("Columns saved."))
    address = reverse("calendar:calendar", args=[slug(request)])
    return redirect(f"{address}?view=group&columns={','.join(keys)}")


@practice_page(Permission.CALENDAR_SEE)
@require_POST
def remove(request: PracticeRequest, set_id: UUID) -> HttpResponse:
    remove_column_set(request.actor, set_id=set_id)
    messages.success(request, _("Set removed."))
    return redirect("calendar:calendar", slug(request))


def _ids(keys: list[str], prefix: str) -> list[UUID]:
    found = [id_in(key.removeprefix(prefix)) for key in keys if key.startswith(prefix)]
    return [one for one in found if one is not None]
