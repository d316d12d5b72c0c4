"""What becomes of a waiting message: sent when its time has come, sent now, or not sent (B12)."""

from collections.abc import Sequence
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.notices.enums import NoticeState
from kollega.notices.errors import AlreadyDecided
from kollega.notices.models import Notice, Thread
from kollega.notices.operations.planning import plan
from kollega.notices.operations.sending import Held, close, hand_on, hand_on_dates
from kollega.notices.queries.together import together
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
    others = _hold_others(actor, notice_id)
    held = _hold(actor, notice_id)
    if held is None:
        record(actor, Action.READ, "notice", notice_id)
        return _now(actor, notice_id)
    notice, thread, visit = held
    planned = plan(actor, thread, visit, since=visit.changed_at)
    if planned is None or not is_due(planned.due_at, actor.at):
        record(actor, Action.CHANGE, "notice", notice.id, client_id=notice.client_id)
        return _now(actor, notice_id)
    return _send(actor, Held(planned, thread, visit), others)


@operation(requires=Permission.APPOINTMENT_CHANGE)
def send_now(actor: Actor, *, notice_id: UUID) -> NoticeState:
    """Send a waiting message at once, with those of other dates that go along.

    Return `sent`, `unsent` when it cannot be, `dropped` when nothing is to say.


    Refuses with AlreadyDecided when it no longer waits, Forbidden, NotFound.
    """
    others = _hold_others(actor, notice_id)
    notice, thread, visit = _reach(actor, notice_id)
    planned = plan(actor, thread, visit, since=actor.at)
    if planned is None:
        record(actor, Action.CANCEL, "notice", notice.id, client_id=notice.client_id)
        return NoticeState.DROPPED
    return _send(actor, Held(planned, thread, visit), others)


@operation(requires=Permission.APPOINTMENT_CHANGE)
def withhold(actor: Actor, *, notice_id: UUID) -> NoticeState:
    """Let a waiting message, and what goes along with it for other dates, not be sent.

    A client who was not invited yet is not told of later changes either.

    Refuses with AlreadyDecided when it no longer waits, Forbidden, NotFound.
    """
    others = _hold_others(actor, notice_id)
    for one in (*others, Held(*_reach(actor, notice_id))):
        Thread.objects.filter(practice_id=actor.practice_id, id=one.thread.id).update(
            settled=one.notice.facts, open=one.thread.told is not None
        )
        close(actor, one.notice, NoticeState.WITHHELD)
    return NoticeState.WITHHELD


def _send(actor: Actor, one: Held, others: Sequence[Held]) -> NoticeState:
    """Hand a message on, together with those of the other dates that still have the same to say."""
    ready = []
    for other in others:
        planned = plan(actor, other.thread, other.visit, since=other.visit.changed_at)
        if planned is not None and planned.due_at == other.notice.due_at:
            ready.append(Held(planned, other.thread, other.visit))
    if not ready:
        return hand_on(actor, one.notice, one.thread, one.visit)
    hand_on_dates(actor, sorted([one, *ready], key=lambda held: held.visit.starts_at))
    return _now(actor, one.notice.id)


def _hold_others(actor: Actor, notice_id: UUID) -> list[Held]:
    """Hold what goes together with a message: what waits until the same moment for other dates of a recurrence.

    The visit of the message itself is held among them in its turn, so that all hold visits in the same order.
    """
    found = []
    for id_, appointment_id in together(actor.practice_id, notice_id):
        if id_ == notice_id:
            visit_to_tell(actor.practice_id, appointment_id, lock=True)
        elif (held := _hold(actor, id_)) is not None:
            found.append(Held(*held))
    return found


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
