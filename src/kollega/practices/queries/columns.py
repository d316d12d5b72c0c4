"""The members as calendars need them: who has a column, and where the practice is."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kollega.kernel.permissions import Role
from kollega.practices.models import Membership

# Every calendar, booking and move asks this, so it is written out.
_STATEMENT = """
    select m.id, m.person_id, m.display_name, m.title, m.roles, m.ended_at, p.country
    from practices_membership m join practices_practice p on p.id = m.practice_id
    where m.practice_id = %s order by m.display_name, m.id
"""


@dataclass(frozen=True, slots=True)
class CalendarMember:
    """A membership with the names a calendar prints. `sees_clients` is false for ended ones."""

    id: UUID
    person_id: UUID
    name: str
    initials: str
    title: str
    sees_clients: bool
    country: str


def calendar_members(practice_id: UUID) -> list[CalendarMember]:
    """Return all memberships by name, ended ones too: old appointments keep their clinician. Inside a scope."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [practice_id])
        rows = cursor.fetchall()
    return [
        CalendarMember(
            id=row[0],
            person_id=row[1],
            name=row[2],
            initials=initials(row[2]),
            title=row[3],
            sees_clients=Role.CLINICIAN in row[4] and row[5] is None,
            country=row[6],
        )
        for row in rows
    ]


def person_of(practice_id: UUID, membership_id: UUID) -> UUID | None:
    """Return whose membership this is or was, or None. Inside a scope."""
    rows = Membership.objects.filter(practice_id=practice_id, id=membership_id)
    return rows.values_list("person_id", flat=True).first()


def initials(name: str) -> str:
    """Return the first letters of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
