"""How much each practice used the shared rooms in a month, as a table and as a file."""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.permissions import Permission
from kollega.platform.csv_cells import neutralised_row
from kollega.practices.queries.practices import practice
from kollega.scheduling.queries.room_use import RoomUse, Statement, room_use
from kollega.web.calendar import day_words
from kollega.web.communities.words import hours

COLUMNS = ("month", "room", "practice", "minutes", "hours")


@dataclass(frozen=True, slots=True)
class UseLine:
    use: RoomUse
    hours: str
    fair_hours: str


@practice_page(Permission.ROOM_MANAGE)
@require_http_methods(["GET"])
def statement(request: PracticeRequest, community_id: UUID) -> HttpResponse:
    found = _read(request, community_id)
    before, after = found.month - timedelta(days=1), found.month + timedelta(days=32)
    context = {
        "area": "settings",
        "facts": practice(request.actor),
        "statement": found,
        "month": day_words.capital(day_words.month_name(found.month)),
        "this_month": f"{found.month:%Y-%m}",
        "earlier": f"{before:%Y-%m}",
        "later": f"{after:%Y-%m}",
        "lines": [_line(one) for one in found.lines],
    }
    return render(request, "communities/use.html", context)


@practice_page(Permission.ROOM_MANAGE)
@require_http_methods(["GET"])
def export(request: PracticeRequest, community_id: UUID) -> HttpResponse:
    """The same as CSV."""
    found = _read(request, community_id, export=True)
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(COLUMNS)
    for one in found.lines:
        cells = [f"{found.month:%Y-%m}", one.room, one.partner, one.minutes, f"{one.minutes / 60:.2f}"]
        table.writerow(neutralised_row(cells))
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="room-use-{found.month:%Y-%m}.csv"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _line(use: RoomUse) -> UseLine:
    return UseLine(use, hours(use.minutes), "" if use.fair_minutes is None else hours(use.fair_minutes))


def _read(request: PracticeRequest, community_id: UUID, *, export: bool = False) -> Statement:
    """The statement of the month in the address, of this month when there is none."""
    asked = request.GET.get("month", "")
    try:
        month = date.fromisoformat(f"{asked}-01") if asked else request.actor.at.astimezone(request.actor.timezone)
    except ValueError as error:
        raise BadInput(fields={"month": N_("Enter a month as 2026-03.")}) from error
    first = date(month.year, month.month, 1)
    return room_use(request.actor, community_id=community_id, month=first, export=export)
