"""Reading at once what many dates are held against. Undecorated: for use inside a query or operation."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.queries.alternatives import USUAL_DAY
from kollega.scheduling.queries.busy import busy_stretches
from kollega.scheduling.queries.holidays import holidays_between
from kollega.scheduling.queries.hours import days_between, has_hours, windows_between
from kollega.scheduling.queries.limits import visits_left
from kollega.scheduling.queries.offers import rooms_of
from kollega.scheduling.rules.localtime import day_bounds
from kollega.scheduling.rules.overlap import joined
from kollega.scheduling.rules.planning import NEAR, Ground
from kollega.scheduling.rules.windows import WeeklyRule, windows_of_day

MARGIN = timedelta(days=max(NEAR) + 1)


def read_ground(
    actor: Actor,
    clinician_id: UUID,
    days: Iterable[date],
    *,
    length: timedelta,
    buffers: tuple[int, int],
    ignoring: Collection[UUID] = (),
    visit: bool,
) -> Ground:
    """Return the ground of a clinician around these local days. `ignoring` are appointments that will move away.

    `visit` says that what is placed counts against the clinician's plan and asks for working hours. A statement per
    kind of thing, however many dates there are, and one more per month where the plan has a limit.
    """
    wanted = sorted(days) or [actor.at.astimezone(actor.timezone).date()]
    first, last = wanted[0] - MARGIN, wanted[-1] + MARGIN
    rooms = tuple(room.id for room in rooms_of(actor))
    from_, until = day_bounds(first, actor.timezone)[0], day_bounds(last, actor.timezone)[1]
    whole = length + timedelta(minutes=sum(buffers))
    busy = busy_stretches(actor, [clinician_id], rooms, from_, until, ignoring=ignoring, length=whole)
    windows = windows_between(actor, [clinician_id], first, last)[clinician_id]
    works = any(windows.values()) or has_hours(actor, clinician_id)
    usual = [WeeklyRule(weekday, *USUAL_DAY) for weekday in range(5)]
    country = next((one.country for one in calendar_members(actor.practice_id)), "")
    return Ground(
        clinician_id=clinician_id,
        length=length,
        buffer_before=buffers[0],
        buffer_after=buffers[1],
        zone=actor.timezone,
        now=actor.at,
        windows=windows,
        usual={}
        if works
        else {day: windows_of_day(day, actor.timezone, usual, ()) for day in days_between(first, last)},
        works=works,
        rooms=rooms,
        busy={resource: joined(stretches) for resource, stretches in busy.items()},
        holidays={one.day: one.name for one in holidays_between(country, first, last, actor.language)},
        left=visits_left(actor, clinician_id, first, last, ignoring) if visit else None,
        visit=visit,
    )
