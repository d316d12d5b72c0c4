"""The clients of one appointment with several, as rows: who, how they stood, and what can be said of them now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kollega.scheduling.enums import BLOCKING, Status
from kollega.scheduling.queries.calendar import CalendarEvent
from kollega.scheduling.rules.parties import ABSENT
from kollega.web.calendar.status_words import attendance_of, status_word


@dataclass(frozen=True, slots=True)
class Choice:
    """One button; an empty status means: as the appointment is."""

    status: str
    words: str


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    client_id: UUID
    name: str
    may_open: bool
    absent: bool
    glyph: str
    words: str
    choices: tuple[Choice, ...]


def participants_of(event: CalendarEvent, *, starts_at: datetime, now: datetime) -> list[ParticipantRow]:
    """Return a row for each client the viewer may know; none for a single client."""
    changeable = event.may_change and event.status in BLOCKING
    left = sum(one.status not in ABSENT for one in event.participants)
    rows = []
    for one in event.participants:
        absent = one.status in ABSENT
        may = changeable and (absent or left > 1)
        rows.append(
            ParticipantRow(
                client_id=one.client.id,
                name=one.client.name,
                may_open=one.client.may_open,
                absent=absent,
                glyph=attendance_of(one.status),
                words=status_word(one.status),
                choices=_choices(absent, begun=starts_at <= now) if may else (),
            )
        )
    return rows


def _choices(absent: bool, *, begun: bool) -> tuple[Choice, ...]:
    if absent:
        return (Choice("", _("Came after all") if begun else _("Comes after all")),)
    if begun:
        return (Choice(Status.NO_SHOW, _("Did not come")), Choice(Status.LATE_CANCELLED, _("Cancelled late")))
    return (Choice(Status.CANCELLED, _("Does not come")),)
