"""Which mails wait, over all practices: ids and counts only, by functions of the owner."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kollega.kernel.clock import real_now


@dataclass(frozen=True, slots=True)
class MailState:
    """`oldest_seconds` is the age of the longest waiting mail; `lost_in_a_day` were refused or given up."""

    waiting: int
    oldest_seconds: float | None
    lost_in_a_day: int


def due_mails(*, most: int) -> list[tuple[UUID | None, UUID]]:
    """Return practice (None: of an account) and id of mails whose next try is due, longest due first."""
    with connection.cursor() as cursor:
        cursor.execute("select practice_id, id from messaging_due_mails(%s, %s)", [real_now(), most])
        return list(cursor.fetchall())


def mail_state() -> MailState:
    now = real_now()
    with connection.cursor() as cursor:
        cursor.execute("select waiting, oldest, lost from messaging_mail_state(%s)", [now])
        waiting, oldest, lost = cursor.fetchone()
    return MailState(waiting, _age(now, oldest), lost)


def _age(now: datetime, moment: datetime | None) -> float | None:
    return (now - moment).total_seconds() if moment else None
