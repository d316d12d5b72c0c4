"""Telling clients: the messages of one appointment, what one of them said, and the practice's list."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission
from kollega.notices.enums import NoticeState
from kollega.notices.operations import deciding
from kollega.notices.operations.inviting import invite as invite_clients
from kollega.notices.queries.content import notice_content
from kollega.notices.queries.lines import NoticeLine, NoticePage, notice_line, notice_page
from kollega.web.calendar import day_words
from kollega.web.calendar.practice_address import slug
from kollega.web.notices.block import line_of, messages_context
from kollega.web.notices.waiting import TARGET, waiting_context

SHOWN = (NoticeState.WAITING, NoticeState.SENT, NoticeState.UNSENT)


@practice_page(Permission.CALENDAR_SEE)
@require_GET
def of_appointment(request: PracticeRequest, appointment_id: UUID) -> HttpResponse:
    """The messages about an appointment as a fragment; as a page, the appointment that shows them."""
    return _block(request, appointment_id)


@practice_page(Permission.APPOINTMENT_BOOK)
@require_POST
def invite(request: PracticeRequest, appointment_id: UUID) -> HttpResponse:
    invite_clients(request.actor, appointment_id=appointment_id)
    return _block(request, appointment_id)


@practice_page(Permission.APPOINTMENT_CHANGE)
@require_POST
def send_now(request: PracticeRequest, notice_id: UUID) -> HttpResponse:
    deciding.send_now(request.actor, notice_id=notice_id)
    return _block(request, notice_line(request.actor, notice_id=notice_id).appointment_id)


@practice_page(Permission.APPOINTMENT_CHANGE)
@require_POST
def withhold(request: PracticeRequest, notice_id: UUID) -> HttpResponse:
    deciding.withhold(request.actor, notice_id=notice_id)
    if request.headers.get("HX-Target") == TARGET:
        return render(request, "notices/waiting.html", waiting_context(request))
    return _block(request, notice_line(request.actor, notice_id=notice_id).appointment_id)


@practice_page(Permission.CALENDAR_SEE)
@require_GET
def waiting(request: PracticeRequest) -> HttpResponse:
    """What waits, as a fragment of Today; as a page, the list of what waits."""
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('notices:list', args=[slug(request)])}?state=waiting")
    return render(request, "notices/waiting.html", waiting_context(request))


@practice_page(Permission.CALENDAR_SEE)
@require_GET
def content(request: PracticeRequest, notice_id: UUID) -> HttpResponse:
    """What a message said, in a dialog or as a page; opening it is logged."""
    said = notice_content(request.actor, notice_id=notice_id)
    line = notice_line(request.actor, notice_id=notice_id)
    context = {
        "area": "calendar",
        "said": said,
        "line": line_of(request, line, several=True),
        "back": reverse("calendar:appointment", args=[slug(request), line.appointment_id]),
    }
    return render(request, "notices/content.html", context)


@practice_page(Permission.CALENDAR_SEE)
@require_GET
def list_page(request: PracticeRequest) -> HttpResponse:
    """Who was told what and when, the newest first."""
    state = next((one for one in SHOWN if one.value == request.GET.get("state")), None)
    page = notice_page(request.actor, older_than=_place(request.GET.get("older", "")), state=state)
    return render(request, "notices/list.html", _list_context(request, page, state))


def _list_context(request: PracticeRequest, page: NoticePage, state: NoticeState | None) -> dict[str, Any]:
    labels = {
        None: _("All"),
        NoticeState.WAITING: _("Waiting"),
        NoticeState.SENT: _("Sent"),
        NoticeState.UNSENT: _("Not sent"),
    }
    older = ""
    if page.older is not None:
        at, notice_id = page.older
        kept = {"state": state.value} if state else {}
        older = f"?{urlencode({**kept, 'older': f'{at.isoformat()}_{notice_id}'})}"
    return {
        "area": "calendar",
        "practice_slug": slug(request),
        "rows": [_row(request, line) for line in page.lines],
        "tabs": [
            {"label": label, "url": f"?state={one.value}" if one else "?", "current": one is state, "count": None}
            for one, label in labels.items()
        ],
        "filtered": state is not None,
        "older_url": older,
        "may_manage": request.actor.may(Permission.PRACTICE_MANAGE),
    }


def _row(request: PracticeRequest, line: NoticeLine) -> dict[str, Any]:
    starts = line.starts_at.astimezone(request.actor.timezone)
    return {
        "line": line_of(request, line, several=True),
        "url": reverse("calendar:appointment", args=[slug(request), line.appointment_id]),
        "about": f"{day_words.short_day(starts.date())} {day_words.clock(starts)}",
    }


def _place(text: str) -> tuple[datetime, UUID] | None:
    at, _mark, notice_id = text.partition("_")
    try:
        return datetime.fromisoformat(at), UUID(notice_id)
    except ValueError:
        return None


def _block(request: PracticeRequest, appointment_id: UUID) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("calendar:appointment", slug(request), appointment_id)
    return render(request, "notices/block.html", messages_context(request, appointment_id))
