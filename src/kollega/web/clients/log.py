"""The Log tab of the card: who opened or changed it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kollega.clients.queries.access import require_record
from kollega.clients.queries.log import client_log
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.web.clients.frame import client_frame
from kollega.web.log.asked import cursor, cursor_text
from kollega.web.log.rows import lines


@practice_page(Permission.CLIENT_INFORMATION)
def log(request: PracticeRequest, client_id: UUID) -> HttpResponse:
    actor, newer = request.actor, request.GET.get("newer", "")
    found = client_log(
        actor,
        client_id=client_id,
        newer_than=cursor(newer),
        older_than=None if newer else cursor(request.GET.get("older", "")),
    )
    head = require_record(actor, client_id)
    context = {
        **client_frame(request, actor, head, "log"),
        "lines": lines(actor, found.rows),
        "previous_url": f"?newer={cursor_text(found.newer)}" if found.newer else "",
        "next_url": f"?older={cursor_text(found.older)}" if found.older else "",
    }
    return render(request, "clients/log.html", context)
