"""Overlaps across practices, as the owner of the tables sees them: one query over the appointments."""

from collections.abc import Collection
from uuid import UUID

from django.db import connections, transaction

# The room's sharing now, else what the appointment was stamped with, else the room itself.
_OVERLAPS = """
    with taken as (
        select a.id, a.clinician_id, coalesce(room.shared_room_id, a.shared_room_id, a.room_id) as room,
            a.busy_from, a.busy_until
        from scheduling_appointment a
        left join scheduling_room room on room.practice_id = a.practice_id and room.id = a.room_id
        where a.practice_id = any(%s) and a.blocking and a.withdrawn_at is null
          and a.status in ('requested', 'booked', 'confirmed', 'arrived', 'completed')
    )
    select count(*) from taken a join taken b on a.id < b.id
     and (a.clinician_id = b.clinician_id or a.room = b.room)
     and a.busy_from < b.busy_until and b.busy_from < a.busy_until
"""


def overlaps_among(practices: Collection[UUID]) -> int:
    """Count the pairs that take up one clinician or one room, shared ones too, at one moment."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(_OVERLAPS, [list(practices)])
        return int(cursor.fetchone()[0])
