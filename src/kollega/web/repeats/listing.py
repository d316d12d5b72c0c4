"""The dates with which an opened appointment repeats, as lines of its panel."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from kollega.edge.access import PracticeRequest
from kollega.kernel.permissions import Permission
from kollega.scheduling.enums import Status
from kollega.scheduling.queries.appointments import AppointmentDetails
from kollega.scheduling.queries.repeat_dates import RepeatDate, RepeatDates, Standing, repeat_dates
from kollega.web.calendar import day_words
from kollega.web.calendar.practice_address import slug
from kollega.web.calendar.status_words import status_word
from kollega.web.repeats.words import sentence_of


@dataclass(frozen=True, slots=True)
class DateLine:
    """`url` is empty for a day that was left out, `tone` that of the chip, `icon` its sign."""

    day: str
    time: str
    words: str
    tone: str
    icon: str
    url: str
    current: bool
    gone: bool


TONES = {
    Standing.COMING: ("", ""),
    Standing.MOVED: ("info", "calendar-clock"),
    Standing.CANCELLED: ("warn", "x"),
    Standing.SETTLED: ("good", "check"),
    Standing.LEFT_OUT: ("", "x"),
}


def repeats_context(request: PracticeRequest, found: AppointmentDetails) -> dict[str, Any]:
    """The fold of the panel; nothing for a single appointment."""
    event = found.event
    if event.recurrence_id is None or event.id is None:
        return {}
    shown = repeat_dates(request.actor, appointment_id=event.id)
    coming = any(one.standing in {Standing.COMING, Standing.MOVED} for one in shown.dates)
    return {
        "repeats": shown,
        "repeats_words": summary(shown),
        "repeats_sentence": sentence_of(shown.rule),
        "repeat_lines": [_line(request, one, event.id) for one in shown.dates],
        "may_extend": event.may_change and bool(shown.total) and request.actor.may(Permission.APPOINTMENT_BOOK),
        "may_end": event.may_cancel and coming,
    }


def summary(shown: RepeatDates) -> str:
    """Date 3 of 10."""
    if shown.number:
        return _("Repeats: date %(number)s of %(total)s") % {"number": shown.number, "total": shown.total}
    return _("Repeats: %(total)s dates on") % {"total": shown.total}


def _line(request: PracticeRequest, one: RepeatDate, opened: UUID) -> DateLine:
    starts = one.starts_at.astimezone(request.actor.timezone) if one.starts_at else None
    tone, icon = TONES[one.standing]
    return DateLine(
        day=day_words.short_day(starts.date() if starts else one.day),
        time=day_words.clock(starts) if starts else "",
        words=standing_words(one),
        tone=tone,
        icon="lock" if one.signed and one.standing is Standing.SETTLED else icon,
        url=reverse("calendar:appointment", args=[slug(request), one.appointment_id]) if one.appointment_id else "",
        current=one.appointment_id == opened,
        gone=one.standing in {Standing.CANCELLED, Standing.LEFT_OUT},
    )


def standing_words(one: RepeatDate) -> str:
    if one.standing is Standing.MOVED:
        return _("Moved from %(day)s") % {"day": day_words.short_day(one.day)}
    if one.standing is Standing.SETTLED:
        if one.signed:
            return _("Note signed")
        return _("Begun") if one.status in {Status.REQUESTED, Status.BOOKED, Status.CONFIRMED} else _status(one)
    if one.standing is Standing.LEFT_OUT:
        return _("Left out")
    return _status(one) if one.standing is Standing.CANCELLED else _("Coming")


def _status(one: RepeatDate) -> str:
    return status_word(one.status) if one.status else ""
