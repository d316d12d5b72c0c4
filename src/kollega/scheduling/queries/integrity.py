"""What the exclusion constraint promises, checked again from the stored rows (B2): for `kollega verify bookings`."""

from uuid import UUID

from django.db import connection

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query

_BLOCKING = """
    select id, clinician_id, coalesce(shared_room_id, room_id) as room_id, busy_from, busy_until
    from scheduling_appointment
    where practice_id = %(practice)s and blocking and withdrawn_at is null
      and status in ('requested', 'booked', 'confirmed', 'arrived', 'completed')
"""

# Each resource's stretches in order of start: whatever begins before the latest end so far overlaps that one.
_OVERLAPS = f"""
    with claimed as (
        select clinician_id as resource, id, busy_from, busy_until from ({_BLOCKING}) visits
        union all
        select room_id, id, busy_from, busy_until from ({_BLOCKING}) visits where room_id is not null
        union all
        select resource, id, busy_from, busy_until
        from scheduling_hold, unnest(array[clinician_id, coalesce(shared_room_id, room_id)]) as resource
        where practice_id = %(practice)s and resource is not null
    ), ordered as (
        select *, lag(id) over by_start as earlier, max(busy_until) over (
            partition by resource order by busy_from, id rows between unbounded preceding and 1 preceding
        ) as latest_end
        from claimed window by_start as (partition by resource order by busy_from, id)
    )
    select resource, earlier, id from ordered where busy_from < latest_end order by resource, busy_from
"""  # noqa: S608 - constants only

_WRONG = f"""
    with wanted as (
        select id, clinician_id as resource, tstzrange(busy_from, busy_until) as during from ({_BLOCKING}) visits
        union all
        select id, room_id, tstzrange(busy_from, busy_until) from ({_BLOCKING}) visits where room_id is not null
        union all
        select id, resource, tstzrange(busy_from, busy_until)
        from scheduling_hold, unnest(array[clinician_id, coalesce(shared_room_id, room_id)]) as resource
        where practice_id = %(practice)s and resource is not null
    ), stored as (
        select coalesce(appointment_id, hold_id) as id, resource, during from scheduling_occupancy
        where practice_id = %(practice)s
    )
    select id from ((table wanted except table stored) union (table stored except table wanted)) differing
    group by id order by id
"""  # noqa: S608 - constants only

# What is to come in a room that is shared takes up the shared room.
_UNSTAMPED = f"""
    select visits.id from scheduling_appointment visits
    join scheduling_room room on room.practice_id = visits.practice_id and room.id = visits.room_id
    where visits.id in (select id from ({_BLOCKING}) blocking) and visits.busy_from > %(now)s
      and room.shared_room_id is not null and visits.shared_room_id is distinct from room.shared_room_id
    order by visits.id
"""  # noqa: S608 - constants only


@query(requires=Permission.CALENDAR_SEE)
def overlaps(actor: Actor) -> list[tuple[UUID, UUID, UUID]]:
    """Return (clinician or room, appointment before, appointment that overlaps) for all overlaps; holds count."""
    return [(row[0], row[1], row[2]) for row in _rows(_OVERLAPS, actor)]


@query(requires=Permission.CALENDAR_SEE)
def wrong_occupancy(actor: Actor) -> list[UUID]:
    """Return the appointments and holds whose occupancy is missing, too much, or of another time or shared room."""
    return [row[0] for statement in (_WRONG, _UNSTAMPED) for row in _rows(statement, actor)]


@query(requires=Permission.CALENDAR_SEE)
def overlaps_with_others(actor: Actor) -> list[tuple[UUID, UUID]]:
    """Return (shared room, own appointment) for every one that overlaps with another practice's; never whose (BK-1)."""
    statement = "select shared_room_id, appointment_id from scheduling_met_by_others()"
    return [(row[0], row[1]) for row in _rows(statement, actor)]


def _rows(statement: str, actor: Actor) -> list[tuple[UUID, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"practice": actor.practice_id, "now": actor.at})
        return list(cursor.fetchall())
