"""Working hours as they were entered, and the windows that follow from them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.practices.queries.columns import calendar_members
from kollega.scheduling.enums import Rhythm
from kollega.scheduling.models import HoursException, WorkingHours
from kollega.scheduling.queries.sight import exists_for
from kollega.scheduling.rules.windows import DatedRule, WeeklyRule, Window, windows_of_day


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """One weekly window in local time; weekday 0 is Monday; `ends` 00:00 is midnight at the end of the day."""

    id: UUID
    weekday: int
    starts: time
    ends: time
    valid_from: date | None
    valid_until: date | None
    room_id: UUID | None
    place: str
    rhythm: Rhythm


@dataclass(frozen=True, slots=True)
class DatedHours:
    """An exception: off when the times are None, else other hours, from the first to the last day."""

    id: UUID
    first_day: date
    last_day: date
    starts: time | None
    ends: time | None
    room_id: UUID | None
    reason: str


@dataclass(frozen=True, slots=True)
class Hours:
    """All of one clinician. `reason` of an exception is filled only for those who may change the hours."""

    membership_id: UUID
    weekly: list[WeeklyHours]
    exceptions: list[DatedHours]
    may_change: bool


@query(requires=Permission.CALENDAR_SEE, by_grant=True)
def hours(actor: Actor, *, membership_id: UUID, since: date | None = None) -> Hours:
    """Return a clinician's hours, exceptions that end before `since` left out. NotFound for anyone else."""
    members = {member.id for member in calendar_members(actor.practice_id)}
    if membership_id not in members or not exists_for(actor, membership_id):
        raise NotFound
    may_change = may_change_hours(actor, membership_id)
    weekly = WorkingHours.objects.filter(practice_id=actor.practice_id, membership_id=membership_id)
    dated = HoursException.objects.filter(practice_id=actor.practice_id, membership_id=membership_id)
    if since is not None:
        dated = dated.filter(last_day__gte=since)
    return Hours(
        membership_id=membership_id,
        weekly=[
            WeeklyHours(*row[:-1], rhythm=Rhythm(row[-1]))
            for row in weekly.order_by("weekday", "starts").values_list(
                "id", "weekday", "starts", "ends", "valid_from", "valid_until", "room_id", "place", "rhythm"
            )
        ],
        exceptions=[
            DatedHours(*row[:6], reason=row[6] if may_change else "")
            for row in dated.order_by("first_day", "starts").values_list(
                "id", "first_day", "last_day", "starts", "ends", "room_id", "reason"
            )
        ],
        may_change=may_change,
    )


def may_change_hours(actor: Actor, membership_id: UUID) -> bool:
    """Own hours with one right, anybody's with the other."""
    own = membership_id == actor.membership_id and actor.may(Permission.HOURS_MANAGE_OWN)
    return own or actor.may(Permission.HOURS_MANAGE_ANY)


def windows_between(
    actor: Actor, membership_ids: Collection[UUID], first: date, last: date
) -> dict[UUID, dict[date, list[Window]]]:
    """Return each clinician's working windows per local day, both days included. Inside a query or operation."""
    weekly: dict[UUID, list[WeeklyRule]] = {id_: [] for id_ in membership_ids}
    dated: dict[UUID, list[DatedRule]] = {id_: [] for id_ in membership_ids}
    if not membership_ids:
        return {}
    for row in WorkingHours.objects.filter(practice_id=actor.practice_id, membership_id__in=membership_ids).values_list(
        "membership_id", "weekday", "starts", "ends", "valid_from", "valid_until", "room_id", "place", "rhythm"
    ):
        weekly[row[0]].append(WeeklyRule(*row[1:]))
    for exception in HoursException.objects.filter(
        practice_id=actor.practice_id, membership_id__in=membership_ids, last_day__gte=first, first_day__lte=last
    ).values_list("membership_id", "first_day", "last_day", "starts", "ends", "room_id"):
        dated[exception[0]].append(DatedRule(*exception[1:]))
    days = list(days_between(first, last))
    return {
        id_: {day: windows_of_day(day, actor.timezone, weekly[id_], dated[id_]) for day in days}
        for id_ in membership_ids
    }


def days_between(first: date, last: date) -> Iterable[date]:
    """Yield the days from first to last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def has_hours(actor: Actor, membership_id: UUID) -> bool:
    """Tell whether any weekly hours were entered; without them nothing is outside. Inside a query or operation."""
    return WorkingHours.objects.filter(practice_id=actor.practice_id, membership_id=membership_id).exists()
