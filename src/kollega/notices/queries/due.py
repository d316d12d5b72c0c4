"""Which messages are due, over all practices: ids only, by a function of the owner."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kollega.notices.enums import NoticeState
from kollega.notices.models import Notice
from kollega.platform.tenancy import tenant


def due_notices(at: datetime, *, most: int) -> list[tuple[UUID, UUID]]:
    """Return practice and id of waiting messages whose wait is over, longest due first."""
    with connection.cursor() as cursor:
        cursor.execute("select practice_id, id from notices_due_now(%s, %s)", [at, most])
        return list(cursor.fetchall())


def still_waits(practice_id: UUID, notice_id: UUID) -> bool:
    with tenant(practice_id), transaction.atomic():
        return Notice.objects.filter(id=notice_id, state=NoticeState.WAITING).exists()
