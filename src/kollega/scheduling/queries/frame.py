"""What surrounds the events of a range, in one statement: rooms, services, hours, and the polling digest.

The week is the page that is read most; one statement in place of five is a third of its work.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from kollega.kernel.actor import Actor
from kollega.scheduling.enums import Mode
from kollega.scheduling.queries.offers import RoomRow, ServiceRow, name_in
from kollega.scheduling.rules.windows import DatedRule, WeeklyRule

_STATEMENT = """
select
    (select json_agg(json_build_array(id, name, position, archived_at, version, shared_room_id)
            order by position, name, id)
        from scheduling_room where practice_id = %(practice)s),
    (select json_agg(json_build_array(id, names, code, colour, minutes, mode, buffer_before, buffer_after,
            notice_minutes, bookable_online, price_minor, currency, archived_at, version, group_size)
            order by position, id)
        from scheduling_service where practice_id = %(practice)s),
    (select json_agg(json_build_array(membership_id, weekday, starts, ends, valid_from, valid_until, room_id, place,
            rhythm))
        from scheduling_hours where practice_id = %(practice)s),
    (select json_agg(json_build_array(membership_id, first_day, last_day, starts, ends, room_id))
        from scheduling_hours_exception
        where practice_id = %(practice)s and last_day >= %(first)s and first_day <= %(last)s),
    (select md5(coalesce(string_agg(id || ':' || version, ',' order by id), ''))
        from scheduling_appointment where practice_id = %(practice)s and touched_at >= %(since)s)
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """Archived rooms and services too; rules of hours by clinician; the digest of what was touched since."""

    rooms: list[RoomRow]
    services: dict[UUID, ServiceRow]
    weekly: dict[UUID, list[WeeklyRule]]
    dated: dict[UUID, list[DatedRule]]
    digest: str


def frame(actor: Actor, first: date, last: date, since: datetime) -> Frame:
    """Read the frame of the days from first to last. Inside a query."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"practice": actor.practice_id, "first": first, "last": last, "since": since})
        rooms, services, weekly, dated, digest = cursor.fetchone()
    known = [_service(row, actor.language) for row in _loaded(services)]
    by_week: dict[UUID, list[WeeklyRule]] = {}
    for row in _loaded(weekly):
        by_week.setdefault(UUID(row[0]), []).append(_weekly(row))
    by_date: dict[UUID, list[DatedRule]] = {}
    for row in _loaded(dated):
        by_date.setdefault(UUID(row[0]), []).append(_dated(row))
    return Frame(
        rooms=[RoomRow(UUID(row[0]), row[1], row[2], _moment(row[3]), row[4], _id(row[5])) for row in _loaded(rooms)],
        services={service.id: service for service in known},
        weekly=by_week,
        dated=by_date,
        digest=digest,
    )


def _loaded(found: Any) -> list[list[Any]]:
    return (json.loads(found) if isinstance(found, str) else found) or []


def _service(row: list[Any], language: str) -> ServiceRow:
    values = [UUID(row[0]), name_in(row[1], language), *row[1:]]
    values[6], values[13] = Mode(row[5]), _moment(row[12])
    return ServiceRow(*values)


def _weekly(row: list[Any]) -> WeeklyRule:
    return WeeklyRule(row[1], _time(row[2]), _time(row[3]), _day(row[4]), _day(row[5]), _id(row[6]), row[7], row[8])


def _dated(row: list[Any]) -> DatedRule:
    starts, ends = (_time(text) if text else None for text in row[3:5])
    return DatedRule(date.fromisoformat(row[1]), date.fromisoformat(row[2]), starts, ends, _id(row[5]))


def _time(text: str) -> time:
    return time.fromisoformat(text)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
