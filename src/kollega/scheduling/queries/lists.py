"""The calendar as a list of one day, and as counts per day of a month."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Entry, query
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.enums import BLOCKING, Kind
from kollega.scheduling.queries.calendar import CalendarRange, calendar_range, check_range
from kollega.scheduling.queries.events import EventRow, event_rows
from kollega.scheduling.queries.hours import windows_between
from kollega.scheduling.queries.outside_busy import OutsideTime, outside_times
from kollega.scheduling.queries.sight import exists_for
from kollega.scheduling.queries.uses import seen_entries
from kollega.scheduling.rules.localtime import day_bounds
from kollega.scheduling.rules.overlap import Stretch, joined, without
from kollega.scheduling.rules.windows import Window

SHORTEST_GAP = 5


@dataclass(frozen=True, slots=True)
class DayCount:
    """One local day: number of visits, minutes booked within and outside working time, minutes still free.

    `outside_minutes` would be free, had the clinicians not something in other calendars or practices then.
    """

    day: date
    visits: int
    booked_minutes: int
    free_minutes: int
    outside_minutes: int = 0


def _counted(actor: Actor, result: list[DayCount], given: dict[str, Any]) -> list[Entry]:
    """Numbers name nobody; but a delegate's look at a granted column is its owner's to know."""
    columns = given.get("clinicians")
    granted = [g.owner_id for g in actor.grants if columns is None or g.owner_id in columns]
    span = {"first": given["first"].isoformat(), "last": given["last"].isoformat()}
    return seen_entries(actor, granted, (), span)


@query(requires=Permission.CALENDAR_SEE, logs=_counted, by_grant=True)
def month_counts(
    actor: Actor, *, first: date, last: date, clinicians: Collection[UUID] | None = None
) -> list[DayCount]:
    """Return counts per day for these clinicians (everyone when None)."""
    check_range(first, last)
    members = [m.id for m in calendar_members(actor.practice_id) if m.sees_clients and exists_for(actor, m.id)]
    chosen = [id_ for id_ in members if clinicians is None or id_ in clinicians]
    zone = actor.timezone
    since, until = day_bounds(first, zone)[0], day_bounds(last, zone)[1]
    rows = event_rows(actor, since, until, clinicians=chosen)
    elsewhere = outside_times(actor, chosen, since, until)
    windows = windows_between(actor, chosen, first, last)
    found = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        start, end = day_bounds(day, zone)
        today = [row for row in rows if row.starts_at < end and row.ends_at > start]
        gaps = [(id_, gap) for id_ in chosen for gap in _gaps(id_, windows[id_][day], today)]
        free = sum(_minutes(part) for id_, gap in gaps for part in _left(id_, gap, elsewhere))
        visits = [row for row in today if row.kind is Kind.VISIT and row.starts_at >= start]
        found.append(
            DayCount(
                day=day,
                visits=len(visits),
                booked_minutes=sum(_minutes(Stretch(row.starts_at, row.ends_at)) for row in visits),
                free_minutes=free,
                outside_minutes=sum(_minutes(gap) for _id, gap in gaps) - free,
            )
        )
    return found


def _gaps(clinician_id: UUID, windows: list[Window], today: list[EventRow]) -> list[Stretch]:
    busy = joined(
        Stretch(row.busy_from, row.busy_until)
        for row in today
        if row.clinician_id == clinician_id and row.blocking and row.status in BLOCKING
    )
    return [gap for w in windows for gap in without(Stretch(w.starts_at, w.ends_at), busy)]


def _left(clinician_id: UUID, gap: Stretch, elsewhere: list[OutsideTime]) -> list[Stretch]:
    return without(gap, (Stretch(one.starts_at, one.ends_at) for one in elsewhere if one.clinician_id == clinician_id))


def _minutes(stretch: Stretch) -> int:
    return int((stretch.ends_at - stretch.starts_at).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class FreeGap:
    """Working time of a clinician with nothing in it; instants in UTC."""

    clinician_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DayList:
    """One local day: the events as in the calendar, and the free gaps of the chosen clinicians, both by start."""

    shown: CalendarRange
    gaps: list[FreeGap]


@query(requires=Permission.CALENDAR_SEE, by_grant=True)
def day_list(
    actor: Actor, *, day: date, clinicians: Collection[UUID] | None = None, cancelled: bool = False
) -> DayList:
    """Return a day as a list with its gaps of five minutes and more; logged as `calendar_range` is."""
    shown = calendar_range(actor, first=day, last=day, clinicians=clinicians, cancelled=cancelled)
    gaps = [
        FreeGap(clinician_id, gap.starts_at, gap.ends_at)
        for clinician_id, days in shown.windows.items()
        for window in days[day]
        for gap in without(Stretch(window.starts_at, window.ends_at), _occupied(shown, clinician_id))
        if _minutes(gap) >= SHORTEST_GAP
    ]
    return DayList(shown, sorted(gaps, key=lambda gap: (gap.starts_at, gap.clinician_id)))


def _occupied(shown: CalendarRange, clinician_id: UUID) -> list[Stretch]:
    return [
        Stretch(event.busy_from, event.busy_until)
        for event in shown.events
        if event.clinician_id == clinician_id
        and not event.overlaps
        and (event.status is None or event.status in BLOCKING)
    ]
