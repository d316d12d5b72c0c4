"""How much of what a plan limits is used: visits this month per clinician, rooms in use."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.practices.queries.columns import CalendarMember, calendar_members
from kollega.scheduling.models import Room
from kollega.scheduling.queries.months import visits_in
from kollega.scheduling.rules.months import month_of


@dataclass(frozen=True, slots=True)
class Usage:
    """The running clinicians by name, how many visits each has this local month, and the rooms in use."""

    clinicians: tuple[CalendarMember, ...]
    visits: dict[UUID, int]
    rooms: int


@query(requires=Permission.BILLING_MANAGE)
def usage(actor: Actor) -> Usage:
    """Return what is used at this moment; counts only, nothing about clients."""
    clinicians = tuple(one for one in calendar_members(actor.practice_id) if one.sees_clients)
    rows = visits_in(actor, month_of(actor.at, actor.timezone)).values_list("clinician_id").annotate(Count("id"))
    counted = dict(rows)
    return Usage(
        clinicians=clinicians,
        visits={one.id: counted.get(one.id, 0) for one in clinicians},
        rooms=rooms_in_use(actor),
    )


def rooms_in_use(actor: Actor) -> int:
    """Count the rooms that are not archived; inside an operation or query."""
    return Room.objects.filter(practice_id=actor.practice_id, archived_at=None).count()
