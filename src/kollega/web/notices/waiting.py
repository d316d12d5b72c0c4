"""The messages that wait to go, as Today shows them: the next three, each with its countdown and a way to stop it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from kollega.edge.access import PracticeRequest
from kollega.kernel.permissions import Permission
from kollega.notices.queries.lines import waiting_count, waiting_notices
from kollega.web.calendar.practice_address import slug
from kollega.web.notices.block import LATER, line_of

SHOWN = 3
TARGET = "waiting-messages"


def waiting_context(request: PracticeRequest) -> dict[str, Any]:
    """What `notices/waiting.html` needs; nothing for delegates, to whom messages are closed."""
    actor = request.actor
    if Permission.CALENDAR_SEE in actor.limited_rights or not (count := waiting_count(actor)):
        return {"waiting_messages": 0}
    found = waiting_notices(actor, most=SHOWN)
    again = int((found[0].due_at - actor.at + LATER).total_seconds()) if found else 0
    words = ngettext("%(count)s message waits to go", "%(count)s messages wait to go", count) % {"count": count}
    return {
        "waiting_messages": count,
        "waiting_lines": [line_of(request, line, several=True) for line in found],
        "waiting_words": words,
        "waiting_url": f"{reverse('notices:list', args=[slug(request)])}?state=waiting",
        "waiting_again": max(again, 5),
        "may_decide": actor.may(Permission.APPOINTMENT_CHANGE),
        "practice_slug": slug(request),
    }
