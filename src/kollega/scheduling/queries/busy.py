"""What occupies clinicians and rooms in a stretch: appointments, running holds, and time taken in other calendars.

Inside a query or operation. Time taken elsewhere is not offered; whoever books may take it all the same.

Whatever else comes to occupy somebody is added here, and so is respected wherever free times are offered or claimed.
"""

import json
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection

from kollega.kernel.actor import Actor
from kollega.scheduling.enums import BLOCKING
from kollega.scheduling.queries.closures import Asked, closures, shared_as
from kollega.scheduling.queries.events import LONG
from kollega.scheduling.rules.overlap import Stretch

# A month of ten rooms is a thousand stretches: as numbers in one value they are read ten times as fast as row by row.
_BUSY = """
    select coalesce(json_agg(json_build_array(clinician_id, room_id, floor(extract(epoch from busy_from))::bigint,
        ceil(extract(epoch from busy_until))::bigint)), '[]')
    from (
        select clinician_id, room_id, busy_from, busy_until from scheduling_appointment
        where practice_id = %(practice)s and withdrawn_at is null and blocking and status = any(%(statuses)s)
          and (clinician_id = any(%(clinicians)s) or room_id = any(%(rooms)s)) and id <> all(%(ignoring)s::uuid[])
          and ends_at > %(from)s and starts_at < %(until)s and (long or starts_at >= %(earliest)s)
        union all
        select clinician_id, room_id, busy_from, busy_until from scheduling_hold
        where practice_id = %(practice)s and until > %(now)s and id is distinct from %(hold)s
          and (clinician_id = any(%(clinicians)s) or room_id = any(%(rooms)s))
          and busy_until > %(from)s and busy_from < %(until)s
        union all
        select membership_id, null, starts_at, ends_at from scheduling_outside_busy
        where practice_id = %(practice)s and membership_id = any(%(clinicians)s)
          and ends_at > %(from)s and starts_at < %(until)s
        union all
        select membership_id, null, starts_at, ends_at
        from scheduling_mirrored_busy(%(clinicians)s, %(from)s, %(until)s)
    ) as occupied
"""


def busy_stretches(
    actor: Actor,
    clinicians: Collection[UUID],
    rooms: Collection[UUID],
    from_: datetime,
    until: datetime,
    *,
    ignoring: Collection[UUID] = (),
    ignoring_hold: UUID | None = None,
    length: timedelta = timedelta(),
) -> dict[UUID, list[Stretch]]:
    """Return the occupied stretches of each clinician and room, buffers included; one statement for all of them.

    A room that practices share is occupied too when others are there or the house rules close it; `length` is what is
    to be placed, for the fair share.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _BUSY,
            {
                "practice": actor.practice_id,
                "statuses": list(BLOCKING),
                "clinicians": list(clinicians),
                "rooms": list(rooms),
                "ignoring": list(ignoring),
                "hold": ignoring_hold,
                "now": actor.at,
                "from": from_,
                "until": until,
                "earliest": from_ - LONG,
            },
        )
        (told,) = cursor.fetchone()
    found: dict[str, list[Stretch]] = {str(resource): [] for resource in (*clinicians, *rooms)}
    for clinician_id, room_id, starts, ends in json.loads(told) if isinstance(told, str) else told:
        stretch = Stretch(datetime.fromtimestamp(starts, UTC), datetime.fromtimestamp(ends, UTC))
        for resource in (clinician_id, room_id):
            if resource in found:
                found[resource].append(stretch)
    closed = closures(actor, shared_as(actor, rooms), Asked(Stretch(from_, until), length, tuple(ignoring)))
    for room_id, several in closed.items():
        found[str(room_id)] += [one.during for one in several]
    return {UUID(resource): stretches for resource, stretches in found.items()}
