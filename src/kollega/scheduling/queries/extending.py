"""The dates with which a recurrence would go on (B10). Stores nothing."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query
from kollega.scheduling.enums import BLOCKING, Kind, Place
from kollega.scheduling.errors import NotRepeating
from kollega.scheduling.models import Appointment, Recurrence, Service
from kollega.scheduling.queries.repeated import dates_of, day_of, minutes, recurrence_of, rule_of, seen
from kollega.scheduling.queries.repeating import Described, Wish, describe, ground_for
from kollega.scheduling.rules.planning import PlannedDate, asks_for, plan_dates
from kollega.scheduling.rules.recurring import LONGEST, MOST_DATES, Rule, days


@dataclass(frozen=True, slots=True)
class Further:
    """The new days, the rule that holds them too, and what each is to be: as the last date that is still on."""

    days: list[date]
    rule: Rule
    like: Appointment
    described: Described


def _shown(actor: Actor, result: Any, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "recurrence", given["appointment_id"])


@query(requires=Permission.APPOINTMENT_BOOK, logs=_shown)
def preview_extension(
    actor: Actor, *, appointment_id: UUID, count: int | None = None, until: date | None = None
) -> list[PlannedDate]:
    """Return `count` further dates of a recurrence, or those until a day, with their states as for new ones.

    Refuses with NotFound, NotRepeating, BadInput for none, or more than two years or 500 dates in all.
    """
    recurrence = recurrence_of(actor, seen(actor, appointment_id))
    further = further_of(actor, recurrence, dates_of(actor, recurrence), count=count, until=until)
    asks = list(asks_for(further.days, further.rule.starts, actor.timezone, further.described.room_id))
    return plan_dates(ground_for(actor, further.described, further.days), asks)


def further_of(
    actor: Actor, recurrence: Recurrence, every: list[Appointment], *, count: int | None, until: date | None
) -> Further:
    """Return what comes after the last known day, also where that one was cancelled. Inside a query or operation."""
    rule = rule_of(recurrence)
    on = [row for row in every if row.withdrawn_at is None and row.status in BLOCKING]
    if not on:
        raise NotRepeating
    known = {*(day_of(row) for row in every), *(date.fromisoformat(day) for day in recurrence.skipped)}
    whole = list(days(replace(rule, count=None, until=rule.first + LONGEST)))
    new = [day for day in whole if day > max(known) and (until is None or day <= until)][:count]
    if (count is None) == (until is None) or not new or (count is not None and len(new) < count):
        raise BadInput(fields={"count" if count else "until": N_("Repeat for at most two years.")})
    number = whole.index(new[-1]) + 1
    if number > MOST_DATES:
        raise BadInput(fields={"count": N_("Enter between 1 and 500 times.")})
    longer = replace(rule, count=number) if rule.count is not None else replace(rule, until=new[-1])
    return Further(new, longer, on[-1], _like(actor, on[-1]))


def _like(actor: Actor, row: Appointment) -> Described:
    """Describe further dates by a stored one; a service that was archived since is kept."""
    service_id = row.service_id
    if service_id is not None:
        running = Service.objects.filter(practice_id=actor.practice_id, id=service_id, archived_at=None)
        service_id = service_id if running.exists() else None
    wish = Wish(
        clinician_id=row.clinician_id,
        kind=Kind(row.kind),
        service_id=service_id,
        minutes=minutes(row.ends_at - row.starts_at),
        room_id=row.room_id,
        place=Place(row.place),
    )
    described = describe(actor, wish)
    before, after = row.starts_at - row.busy_from, row.busy_until - row.ends_at
    return replace(
        described, service_id=row.service_id, buffers=(before // timedelta(minutes=1), after // timedelta(minutes=1))
    )
