"""Who used my calendar: what others saw and did there, the newest first."""

from django.http import HttpResponse
from django.shortcuts import render

from kollega.delegation.queries.uses import uses_of_my_calendar
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.web.delegation.listing import slug_of
from kollega.web.ids import id_in
from kollega.web.log.rows import lines


@practice_page(Permission.DELEGATION_GIVE)
def used(request: PracticeRequest) -> HttpResponse:
    """Fifty uses, of one person when asked."""
    asked = id_in(request.GET.get("person", ""))
    found = uses_of_my_calendar(request.actor, person_id=asked)
    # Office staff use a calendar without a grant.
    people = {*found.delegates, *(row.person_id for row in found.page.rows if row.person_id)}
    context = {
        "area": "settings",
        "practice_slug": slug_of(request),
        "lines": lines(request.actor, found.page.rows),
        "people": sorted((str(id_), found.names.get(id_, "")) for id_ in people),
        "asked": str(asked or ""),
    }
    return render(request, "delegation/uses.html", context)
