"""What jobs and verify commands need to walk all practices, one tenant scope at a time."""

from uuid import UUID

from django.db import connection

from kollega.practices.models import Practice


def all_practice_ids() -> list[UUID]:
    """Return the ids of all practices of the installation; ids only, by a function of the owner."""
    with connection.cursor() as cursor:
        cursor.execute("select practices_all_ids()")
        return [row[0] for row in cursor.fetchall()]


def zone_of(practice_id: UUID) -> str:
    """Return the practice's time zone; inside its tenant scope."""
    return Practice.objects.values_list("zone", flat=True).get(id=practice_id)


def zone_if_known(practice_id: UUID) -> str | None:
    """The same for an id that came from outside; None when there is no such practice."""
    return Practice.objects.filter(id=practice_id).values_list("zone", flat=True).first()
