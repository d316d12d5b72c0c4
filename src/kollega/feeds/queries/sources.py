"""A member's calendars in other programs, and which of all practices are to be read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kollega.feeds.models import Source
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.platform.tenancy import tenant
from kollega.practices.queries.memberships import memberships_of
from kollega.scheduling.models import Mirror


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A calendar elsewhere; its address is not told, only the host. `failure` is the code of the last try.

    `read_at` is the last good reading, in real time; `left_out` entries could not be read then.
    """

    id: UUID
    name: str
    host: str
    read_at: datetime | None
    failure: str
    left_out: int


@query(requires=Permission.HOURS_MANAGE_OWN)
def own_sources(actor: Actor) -> list[SourceRow]:
    """Return the actor's calendars elsewhere, by name."""
    rows = Source.objects.filter(practice_id=actor.practice_id, membership_id=actor.own_membership)
    return [
        SourceRow(row.id, row.name, row.host, row.read_at, row.failure, row.left_out)
        for row in rows.order_by("name", "id")
    ]


@dataclass(frozen=True, slots=True)
class MirrorState:
    """`offered`: the person works in another practice too; `on`: its taken time shows as taken here."""

    offered: bool
    on: bool


@query(requires=Permission.HOURS_MANAGE_OWN)
def mirror_state(actor: Actor) -> MirrorState:
    """Return whether the actor's other practices could show as taken here, and whether they do."""
    on = Mirror.objects.filter(practice_id=actor.practice_id, membership_id=actor.own_membership).exists()
    if actor.person_id is None:
        return MirrorState(offered=on, on=on)
    with tenant(None, actor.person_id):
        others = [one for one in memberships_of(actor.person_id) if one.practice_id != actor.practice_id]
    return MirrorState(offered=bool(others) or on, on=on)


def due_sources(*, most: int) -> list[tuple[UUID, UUID]]:
    """Return practice and id of sources whose time has come, the longest due first. By a function of the owner."""
    with connection.cursor() as cursor:
        cursor.execute("select practice_id, id from feeds_due_sources(%s, %s)", [real_now(), most])
        return list(cursor.fetchall())


def stale_sources(practice_id: UUID, membership_ids: list[UUID], before: datetime) -> list[UUID]:
    """Return the members' sources that nobody has tried to read since a moment, nor reads now; in the practice."""
    rows = Source.objects.filter(practice_id=practice_id, membership_id__in=membership_ids)
    return list(rows.exclude(tried_at__gte=before).exclude(leased_until__gt=real_now()).values_list("id", flat=True))
