"""Which messages are due, over all practices: ids only, by a function of the owner."""

from datetime import datetime
from uuid import UUID

from django.db import connection


def due_notices(at: datetime, *, most: int) -> list[tuple[UUID, UUID]]:
    """Return practice and id of waiting messages whose wait is over, longest due first."""
    with connection.cursor() as cursor:
        cursor.execute("select practice_id, id from notices_due_now(%s, %s)", [at, most])
        return list(cursor.fetchall())
