"""Which waiting messages are one message for the client. Undecorated: inside an operation or query."""

from uuid import UUID

from kollega.notices.enums import NoticeState
from kollega.notices.models import Notice
from kollega.scheduling.queries.telling import those_that_repeat


def together(practice_id: UUID, notice_id: UUID) -> list[tuple[UUID, UUID]]:
    """Return message and appointment of all that go as one, by appointment; empty when a message goes alone.

    What one client is told of repeated dates by one channel at one moment is said at once, whatever it says of each.
    """
    waiting = Notice.objects.filter(practice_id=practice_id, state=NoticeState.WAITING)
    one = waiting.filter(id=notice_id).first()
    if one is None:
        return []
    alike = waiting.filter(client_id=one.client_id, channel=one.channel, due_at=one.due_at)
    found = list(alike.order_by("appointment_id").values_list("id", "appointment_id"))
    repeating = those_that_repeat(practice_id, [appointment_id for _, appointment_id in found])
    if len(found) < 2 or one.appointment_id not in repeating:
        return []
    return [pair for pair in found if pair[1] in repeating]
