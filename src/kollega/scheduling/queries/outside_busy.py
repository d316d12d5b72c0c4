"""Time that is taken elsewhere: in calendars of other programs, and in a member's other practices (B2, B15).

The one place that free times, the calendar and warnings ask. It blocks nothing by itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.scheduling.queries.sight import exists_for


@dataclass(frozen=True, slots=True)
class OutsideTime:
    """Taken time of a member. `read_at` is when the other calendar was last read; None: another practice, as of now."""

    clinician_id: UUID
    starts_at: datetime
    ends_at: datetime
    read_at: datetime | None


_STATEMENT = """
    select busy.membership_id, busy.starts_at, busy.ends_at, calendar.read_at
    from scheduling_outside_busy busy
    join scheduling_outside_calendar calendar
        on calendar.practice_id = busy.practice_id and calendar.id = busy.calendar_id
    where busy.practice_id = %(practice)s and busy.membership_id = any(%(members)s)
        and busy.ends_at > %(since)s and busy.starts_at < %(until)s
    union all
    select membership_id, starts_at, ends_at, null from scheduling_mirrored_busy(%(members)s, %(since)s, %(until)s)
    order by 2, 1
"""


def outside_times(actor: Actor, clinicians: Collection[UUID], since: datetime, until: datetime) -> list[OutsideTime]:
    """Return what touches the stretch, in order of start. Inside a query or operation."""
    values: dict[str, Any] = {
        "practice": actor.practice_id,
        "members": list(clinicians),
        "since": since,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, values)
        return [OutsideTime(*row) for row in cursor.fetchall()]


@query(requires=Permission.APPOINTMENT_BOOK, by_grant=True)
def is_taken_elsewhere(actor: Actor, *, clinician_id: UUID, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a member has something elsewhere then; it does not stand in the way of a booking."""
    return exists_for(actor, clinician_id) and bool(outside_times(actor, [clinician_id], starts_at, ends_at))
