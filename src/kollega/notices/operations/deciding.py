"""What becomes of a waiting message: sent when its time has come, sent now, or not sent (B12)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.notices.enums import NoticeState
from kollega.notices.errors import AlreadyDecided
from kollega.notices.models import Notice, Thread
from kollega.notices.operations.planning import plan
from kollega.notices.operations.sending import close, hand_on
from kollega.notices.rules.waiting import is_due
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import Status
from kollega.scheduling.operations.reaching import locked
from kollega.scheduling.queries.telling import VisitToTell, visit_to_tell


@operation(requires=Permission.APPOINTMENT_CHANGE)
def send_when_due(actor: Actor, *, notice_id: UUID) -> NoticeState:
    """Send a message whose wait is over, telling the visit as it is at this moment; by the scheduler.

    One that something changed for in the meantime waits anew, and one that has nothing to say any more is dropped.
    NotFound when there is no such message.
    """
    held = _hold(actor, notice_id)
    if held is None:
        record(actor, Action.READ, "notice", notice_id)
        return _now(actor, notice_id)
    notice, thread, visit = held
    planned = plan(actor, thread, visit, since=visit.changed_at)
    if planned is None or not is_due(planned.due_at, actor.at):
        record(actor, Action.CHANGE, "notice", notice.id, client_id=notice.client_id)
        return _now(actor, notice_id)
    return hand_on(actor, planned, thread, visit)


@operation(requires=Permission.APPOINTMENT_CHANGE)
def send_now(actor: Actor, *, notice_id: UUID) -> NoticeState:
    """Send a waiting message at once; return `sent`, `unsent` when it cannot be, `dropped` when nothing is to say.

    Refuses with AlreadyDecided when it no longer waits, Forbidden, NotFound.
    """
    notice, thread, visit = _reach(actor, notice_id)
    planned = plan(actor, thread, visit, since=actor.at)
    if planned is None:
        record(actor, Action.CANCEL, "notice", notice.id, client_id=notice.client_id)
        return NoticeState.DROPPED
    return hand_on(actor, planned, thread, visit)


@operation(requires=Permission.APPOINTMENT_CHANGE)
def withhold(actor: Actor, *, notice_id: UUID) -> NoticeState:
    """Let a waiting message not be sent. A client who was not invited yet is not told of later changes either.

    Refuses with AlreadyDecided when it no longer waits, Forbidden, NotFound.
    """
    notice, thread, _visit = _reach(actor, notice_id)
    Thread.objects.filter(practice_id=actor.practice_id, id=thread.id).update(
        settled=notice.facts, open=thread.told is not None
    )
    return close(actor, notice, NoticeState.WITHHELD)


def _reach(actor: Actor, notice_id: UUID) -> tuple[Notice, Thread, VisitToTell]:
    """Hold a waiting message that the actor may decide about."""
    found = Notice.objects.filter(practice_id=actor.practice_id, id=notice_id).first()
    if found is None:
        raise NotFound
    # Cancelled ones too: their message waits as well.
    locked(actor, found.appointment_id, version=None, statuses=frozenset(Status))
    held = _hold(actor, notice_id)
    if held is None:
        raise AlreadyDecided
    return held


def _hold(actor: Actor, notice_id: UUID) -> tuple[Notice, Thread, VisitToTell] | None:
    """Hold visit, thread and message, in this order everywhere; None when the message no longer waits."""
    found = Notice.objects.filter(practice_id=actor.practice_id, id=notice_id).first()
    if found is None:
        raise NotFound
    visit = visit_to_tell(actor.practice_id, found.appointment_id, lock=True)
    notice = Notice.objects.filter(practice_id=actor.practice_id, id=notice_id, state=NoticeState.WAITING).first()
    if visit is None or notice is None:
        return None
    thread = Thread.objects.select_for_update(no_key=True).get(
        practice_id=actor.practice_id,
        appointment_id=notice.appointment_id,
        client_id=notice.client_id,
        channel=notice.channel,
    )
    return notice, thread, visit


def _now(actor: Actor, notice_id: UUID) -> NoticeState:
    return NoticeState(Notice.objects.values_list("state", flat=True).get(practice_id=actor.practice_id, id=notice_id))
