"""What a panel answers: a fragment that closes and tells, or a page to go to."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kollega.edge.access import PracticeRequest
from kollega.scheduling.errors import FreeSlot, SlotTaken
from kollega.web.calendar import day_words
from kollega.web.calendar.offers import Offers
from kollega.web.calendar.practice_address import slug


def changed(
    request: PracticeRequest, words: str, *, undo: UUID | None, to: str, keep_panel: bool = False
) -> HttpResponse:
    """The change is done: close the panel, draw the grid anew, say so with an undo; as a page go to `to`."""
    if not request.headers.get("HX-Request"):
        messages.success(request, words)
        return redirect(to)
    response = HttpResponse(status=204)
    tell(response, request, words, undo=undo)
    if not keep_panel:
        add_events(response, {"panel-close": True})
    return response


def tell(response: HttpResponse, request: PracticeRequest, words: str, *, undo: UUID | None) -> None:
    """Let the page draw the grid anew and show a toast with an undo."""
    toast: dict[str, Any] = {"text": words}
    if undo is not None:
        toast["action"] = {"label": _("Undo"), "url": reverse("calendar:undo", args=[slug(request), undo])}
    add_events(response, {"calendar-changed": True, "toast": toast})


def add_events(response: HttpResponse, events: dict[str, Any]) -> None:
    known = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps(known | events)


def alternatives(request: PracticeRequest, refusal: SlotTaken, offers: Offers) -> list[dict[str, str]]:
    """The free times as buttons: full date, time, who, where; the value carries the instant."""
    return [_alternative(request, slot, offers) for slot in refusal.alternatives]


def _alternative(request: PracticeRequest, slot: FreeSlot, offers: Offers) -> dict[str, str]:
    zone = request.actor.timezone
    starts, ends = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    where = [offers.person_name(slot.clinician_id), offers.room_name(slot.room_id)]
    return {
        "value": f"{slot.starts_at.isoformat()}|{slot.clinician_id}|{slot.room_id or ''}",
        "when": f"{day_words.short_day(starts.date())} {day_words.clock(starts)}–{day_words.clock(ends)}",
        "where": " · ".join(part for part in where if part),
    }
