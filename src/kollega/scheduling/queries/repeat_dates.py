"""The dates of a recurrence with what became of each (B10)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query
from kollega.scheduling.enums import BLOCKING, Status
from kollega.scheduling.models import Appointment
from kollega.scheduling.queries.calendar import seen_events
from kollega.scheduling.queries.events import rows
from kollega.scheduling.queries.repeated import dates_of, day_of, has_own_time, recurrence_of, rule_of, seen
from kollega.scheduling.rules.recurring import Rule
from kollega.scheduling.rules.settled import settled


class Standing(StrEnum):
    """What became of a date. SETTLED has begun, has its attendance set, or is signed or invoiced: it stays as it is."""

    COMING = "coming"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SETTLED = "settled"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class RepeatDate:
    """One date. `day` is the rule's day; a day that was left out has no appointment. Times are instants.

    `signed` is told to the clinician of the column only.
    """

    day: date
    standing: Standing
    appointment_id: UUID | None = None
    starts_at: datetime | None = None
    status: Status | None = None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class RepeatDates:
    """A recurrence as it is. `number` counts from 1 among `total` dates that are on; 0 when this one is not."""

    recurrence_id: UUID
    rule: Rule
    number: int
    total: int
    dates: list[RepeatDate]


def _shown(actor: Actor, result: Any, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "recurrence", given["appointment_id"])


@query(requires=Permission.CALENDAR_SEE, logs=_shown)
def repeat_dates(actor: Actor, *, appointment_id: UUID) -> RepeatDates:
    """Return the dates with which an appointment repeats, by day; deleted ones and what is not seen fully left out.

    Refuses with NotFound for an appointment that the actor may not see fully, NotRepeating for a single one.
    """
    anchor = seen(actor, appointment_id)
    recurrence = recurrence_of(actor, anchor)
    rule = rule_of(recurrence)
    found = Appointment.objects.filter(practice_id=actor.practice_id, recurrence_id=recurrence.id, withdrawn_at=None)
    known = {event.id for event in seen_events(actor, rows(found)) if event.full}
    stored = [row for row in dates_of(actor, recurrence) if row.id in known]
    on = [row.id for row in stored if row.status in BLOCKING]
    dates = [_date(actor, rule, row) for row in stored]
    dates += [RepeatDate(date.fromisoformat(day), Standing.LEFT_OUT) for day in recurrence.skipped]
    return RepeatDates(
        recurrence_id=recurrence.id,
        rule=rule,
        number=on.index(anchor.id) + 1 if anchor.id in on else 0,
        total=len(on),
        dates=sorted(dates, key=lambda one: one.day),
    )


def _date(actor: Actor, rule: Rule, row: Appointment) -> RepeatDate:
    status = Status(row.status)
    standing = Standing.COMING
    if settled(row.starts_at, status, row.settled_at, actor.at):
        standing = Standing.SETTLED
    elif has_own_time(actor, rule, row):
        standing = Standing.MOVED
    if status in {Status.CANCELLED, Status.LATE_CANCELLED}:
        standing = Standing.CANCELLED
    own = row.clinician_id == actor.membership_id
    return RepeatDate(day_of(row), standing, row.id, row.starts_at, status, own and row.settled_at is not None)
