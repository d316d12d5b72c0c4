"""Which text messages wait, over all practices, and whose a message is: ids only, by functions of the owner."""

from uuid import UUID

from django.db import connection

from kollega.kernel.clock import real_now


def due_texts(*, most: int) -> list[tuple[UUID, UUID]]:
    """Return practice and id of messages whose next try is due, longest due first."""
    with connection.cursor() as cursor:
        cursor.execute("select practice_id, id from messaging_due_texts(%s, %s)", [real_now(), most])
        return list(cursor.fetchall())


def practice_of_text(text_id: UUID) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("select messaging_text_practice(%s)", [text_id])
        found: UUID | None = cursor.fetchone()[0]
        return found
