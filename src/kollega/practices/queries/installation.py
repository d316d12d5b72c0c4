"""What jobs and verify commands need to walk all practices, one tenant scope at a time."""

from uuid import UUID

from django.db import connection


def all_practice_ids() -> list[UUID]:
    """Return the ids of all practices of the installation; ids only, by a function of the owner."""
    with connection.cursor() as cursor:
        cursor.execute("select practices_all_ids()")
        return [row[0] for row in cursor.fetchall()]
