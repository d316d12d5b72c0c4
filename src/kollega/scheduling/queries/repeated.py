"""Repeated appointments as they are, and what a change of several would make of each (B10). Stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query
from kollega.scheduling.enums import AUTO, BLOCKING, KEEP, Keep, Kind, Place, RoomChoice, Status
from kollega.scheduling.errors import LocalTimeMissing, NotRepeating
from kollega.scheduling.models import Appointment, Recurrence
from kollega.scheduling.queries.calendar import seen_events
from kollega.scheduling.queries.events import rows
from kollega.scheduling.queries.repeating import Described, Wish, describe, ground_for
from kollega.scheduling.rules.localtime import resolve
from kollega.scheduling.rules.planning import Ask, PlannedDate, plan_dates
from kollega.scheduling.rules.recurring import Every, Rule, paired, shifted
from kollega.scheduling.rules.settled import settled


class Scope(StrEnum):
    """Which dates of a recurrence are meant: this one, this and all later ones, all of them."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """New values for every date; KEEP leaves them as they are. `starts_at` is the new local start of the date that was
    taken hold of (naive): the others follow by as many days, to the same hour. `text` is internal line or title."""

    starts_at: datetime | Keep = KEEP
    minutes: int | Keep = KEEP
    clinician_id: UUID | Keep = KEEP
    room_id: UUID | RoomChoice | Keep | None = KEEP
    service_id: UUID | Keep | None = KEEP
    place: Place | Keep = KEEP
    text: str | Keep = KEEP


@dataclass(frozen=True, slots=True)
class ChangedDate:
    """One date of a change before it is made. `own_time` marks a date that was moved by hand and stays at its time."""

    appointment_id: UUID
    before: datetime
    own_time: bool
    planned: PlannedDate


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """The dates a change would touch, in order, and how many it leaves alone: begun, signed, in another's column."""

    recurrence_id: UUID
    dates: list[ChangedDate]
    untouched: int


@dataclass(frozen=True, slots=True)
class Repeats:
    """How one appointment repeats. `number` counts from 1 among `total` dates that are still on; `coming` are later."""

    recurrence_id: UUID
    rule: Rule
    number: int
    total: int
    coming: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Target:
    """A stored date and what is asked for it."""

    row: Appointment
    ask: Ask
    own_time: bool


def rule_of(recurrence: Recurrence) -> Rule:
    """Return the rule that a stored recurrence holds."""
    return Rule(
        every=Every(recurrence.every),
        interval=recurrence.interval,
        first=recurrence.first_day,
        starts=recurrence.starts,
        weekdays=tuple(recurrence.weekdays),
        count=recurrence.count,
        until=recurrence.until,
        month_day=recurrence.month_day,
        position=recurrence.position,
        week_start=recurrence.week_start,
    )


def _shown(actor: Actor, result: Any, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "recurrence", given["appointment_id"])


@query(requires=Permission.CALENDAR_SEE, logs=_shown)
def repeats(actor: Actor, *, appointment_id: UUID) -> Repeats:
    """Return how an appointment repeats that the actor may see fully. NotFound otherwise, NotRepeating."""
    anchor = seen(actor, appointment_id)
    recurrence = recurrence_of(actor, anchor)
    on = [row for row in dates_of(actor, recurrence) if row.withdrawn_at is None and row.status in BLOCKING]
    return Repeats(
        recurrence_id=recurrence.id,
        rule=rule_of(recurrence),
        number=sum(row.starts_at <= anchor.starts_at for row in on),
        total=len(on),
        coming=sum(row.starts_at > anchor.starts_at for row in on),
        last=max((row.starts_at for row in on), default=anchor.starts_at),
    )


@query(requires=Permission.APPOINTMENT_CHANGE, logs=_shown)
def preview_change(actor: Actor, *, appointment_id: UUID, scope: Scope, wanted: Wanted) -> ChangePreview:
    """Return what a change of several dates would make of each, with three alternatives where a time is taken.

    NotFound as for one appointment, NotRepeating when no date is left that may be changed, BadInput.
    """
    anchor = seen(actor, appointment_id)
    recurrence = recurrence_of(actor, anchor)
    every = dates_of(actor, recurrence)
    targets = targets_of(actor, rule_of(recurrence), every, anchor, scope, wanted)
    described = described_after(actor, anchor, wanted)
    planned = plan_targets(actor, described, targets)
    return ChangePreview(
        recurrence_id=recurrence.id,
        dates=[
            ChangedDate(target.row.id, target.row.starts_at, target.own_time, one)
            for target, one in zip(targets, planned, strict=True)
        ],
        untouched=untouched(every, anchor, scope) - len(targets),
    )


def recurrence_of(actor: Actor, anchor: Appointment) -> Recurrence:
    found = Recurrence.objects.filter(practice_id=actor.practice_id, id=anchor.recurrence_id or UUID(int=0)).first()
    if found is None:
        raise NotRepeating
    return found


def dates_of(actor: Actor, recurrence: Recurrence) -> list[Appointment]:
    """Return all dates of a recurrence by their day, with those that were cancelled or withdrawn."""
    found = Appointment.objects.filter(practice_id=actor.practice_id, recurrence_id=recurrence.id)
    return list(found.order_by("recurrence_day"))


def in_scope(row: Appointment, anchor: Appointment, scope: Scope) -> bool:
    if scope is Scope.THIS:
        return row.id == anchor.id
    return scope is Scope.ALL or day_of(row) >= day_of(anchor)


def changeable(actor: Actor, row: Appointment, anchor: Appointment) -> bool:
    """Tell whether a date still follows a change of many: it is on, in the same column, and not settled."""
    return (
        row.withdrawn_at is None
        and row.status in BLOCKING
        and row.clinician_id == anchor.clinician_id
        and not settled(row.starts_at, Status(row.status), row.settled_at, actor.at)
    )


def untouched(every: Sequence[Appointment], anchor: Appointment, scope: Scope) -> int:
    """Count the dates in scope that are on, whether they may be changed or not."""
    return sum(in_scope(row, anchor, scope) and row.withdrawn_at is None and row.status in BLOCKING for row in every)


def day_of(row: Appointment) -> date:
    assert row.recurrence_day, "every date of a recurrence has its day"
    return row.recurrence_day


def moved_rule(rule: Rule, anchor: Appointment, wanted: Wanted) -> Rule | None:
    """Return the rule after the change, or None when neither day nor hour changes."""
    if wanted.starts_at is KEEP:
        return None
    by = (wanted.starts_at.date() - day_of(anchor)).days
    starts = time(wanted.starts_at.hour, wanted.starts_at.minute)
    return None if by == 0 and starts == rule.starts else shifted(rule, by, starts, around=day_of(anchor))


def targets_of(
    actor: Actor, rule: Rule, every: Sequence[Appointment], anchor: Appointment, scope: Scope, wanted: Wanted
) -> list[Target]:
    """Return what is asked for each date that the change touches. NotRepeating when there is none."""
    touched = [row for row in every if in_scope(row, anchor, scope) and changeable(actor, row, anchor)]
    if not touched:
        raise NotRepeating
    new = moved_rule(rule, anchor, wanted)
    days = paired(rule, new, [day_of(row) for row in touched]) if new else {}
    return [_target(actor, rule, new, row, anchor, days, wanted) for row in touched]


def _target(
    actor: Actor,
    rule: Rule,
    new: Rule | None,
    row: Appointment,
    anchor: Appointment,
    days: dict[date, date],
    wanted: Wanted,
) -> Target:
    own = has_own_time(actor, rule, row) and row.id != anchor.id
    starts: datetime | None = row.starts_at
    twice = False
    if new is not None and not own:
        try:
            found = resolve(datetime.combine(days[day_of(row)], new.starts), actor.timezone)
            starts, twice = found.instant, found.twice
        except LocalTimeMissing:
            starts = None
    room = row.room_id if wanted.room_id is KEEP else wanted.room_id
    if room is AUTO and Place.VIDEO in (wanted.place, row.place if wanted.place is KEEP else None):
        room = None
    length, buffers = _extent(row, wanted)
    return Target(row, Ask(day_of(row), starts, room, twice, length, buffers), own and new is not None)


def has_own_time(actor: Actor, rule: Rule, row: Appointment) -> bool:
    """Tell whether a date was moved by hand, or booked at another time than the rule's."""
    return row.starts_at.astimezone(actor.timezone).replace(tzinfo=None) != datetime.combine(day_of(row), rule.starts)


def _extent(row: Appointment, wanted: Wanted) -> tuple[timedelta | None, tuple[int, int] | None]:
    """Length and buffers stay those of the date, unless another service or length is wanted for all."""
    if wanted.service_id is not KEEP and wanted.service_id != row.service_id:
        return None, None
    buffers = (minutes(row.starts_at - row.busy_from), minutes(row.busy_until - row.ends_at))
    return (row.ends_at - row.starts_at if wanted.minutes is KEEP else None), buffers


def minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def described_after(actor: Actor, anchor: Appointment, wanted: Wanted) -> Described:
    """Return what the date that was taken hold of is after the change. NotFound, BadInput as for a new one."""
    service_id = anchor.service_id if wanted.service_id is KEEP else wanted.service_id
    same_service = service_id == anchor.service_id
    length = minutes(anchor.ends_at - anchor.starts_at) if wanted.minutes is KEEP else wanted.minutes
    wish = Wish(
        clinician_id=anchor.clinician_id if wanted.clinician_id is KEEP else wanted.clinician_id,
        kind=Kind(anchor.kind),
        service_id=None if same_service else service_id,
        minutes=length if same_service or wanted.minutes is not KEEP else None,
        room_id=None if wanted.room_id is KEEP else wanted.room_id,
        place=Place(anchor.place) if wanted.place is KEEP else wanted.place,
    )
    return describe(actor, wish)


def plan_targets(actor: Actor, described: Described, targets: Sequence[Target]) -> list[PlannedDate]:
    """Hold the wanted times against everything but the dates themselves. Inside a query or operation."""
    around = [target.ask.starts_at.date() if target.ask.starts_at else target.ask.day for target in targets]
    ground = ground_for(actor, described, around, ignoring=[target.row.id for target in targets])
    asks = [target.ask for target in targets]
    return plan_dates(ground, asks)


def seen(actor: Actor, appointment_id: UUID) -> Appointment:
    """Return an appointment that the actor may see fully. NotFound otherwise. Inside a query."""
    found = Appointment.objects.filter(practice_id=actor.practice_id, id=appointment_id, withdrawn_at=None)
    if not any(event.full for event in seen_events(actor, rows(found))):
        raise NotFound
    return found.get()
