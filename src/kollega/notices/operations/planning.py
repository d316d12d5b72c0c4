"""Which message waits for a client after a change: at most one by each channel. Undecorated parts of operations.

The caller holds the appointment, so that a change, an undo and the sending of a message come one after the other.
"""

from datetime import datetime
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.notices.enums import NoticeState
from kollega.notices.models import Notice, Thread
from kollega.notices.queries.facts import facts_for
from kollega.notices.queries.pending import pending_kind
from kollega.notices.queries.settings import settings_of
from kollega.notices.rules.facts import Facts, as_json, from_json, same
from kollega.notices.rules.settings import NoticeSettings
from kollega.notices.rules.waiting import due_at
from kollega.scheduling.queries.telling import VisitToTell


def threads_of(actor: Actor, appointment_id: UUID) -> list[Thread]:
    found = Thread.objects.select_for_update(no_key=True).filter(
        practice_id=actor.practice_id, appointment_id=appointment_id, open=True
    )
    return list(found.order_by("client_id", "channel"))


def waiting_of(thread: Thread) -> Notice | None:
    return Notice.objects.filter(
        practice_id=thread.practice_id,
        appointment_id=thread.appointment_id,
        client_id=thread.client_id,
        channel=thread.channel,
        state=NoticeState.WAITING,
    ).first()


def plan(actor: Actor, thread: Thread, visit: VisitToTell, *, since: datetime) -> Notice | None:
    """Bring the waiting message in line with how the visit is now, and return it.

    Nothing waits when the client knows everything, was never told of what is gone, or it was decided that they are
    not told. `since` begins the wait; a message that already waits for the same facts keeps its time.
    """
    settings = settings_of(actor.practice_id)
    facts = facts_for(visit, thread.client_id)
    kind = pending_kind(thread, facts, settings)
    waiting = waiting_of(thread)
    if kind is None:
        if waiting is not None:
            _drop(actor, waiting)
        return None
    if waiting is not None and waiting.kind == kind and _same(from_json(waiting.facts), facts, settings):
        return waiting
    if waiting is not None:
        planned = {"kind": kind, "facts": as_json(facts), "version": visit.version, "due_at": due_at(since)}
        Notice.objects.filter(practice_id=actor.practice_id, id=waiting.id).update(**planned)
        waiting.refresh_from_db()
        return waiting
    notice = Notice(
        practice_id=actor.practice_id,
        appointment_id=visit.id,
        client_id=thread.client_id,
        channel=thread.channel,
        kind=kind,
        state=NoticeState.WAITING,
        facts=as_json(facts),
        version=visit.version,
        due_at=due_at(since),
        created_at=actor.at,
    )
    notice.save(force_insert=True)
    return notice


def _same(one: Facts, other: Facts, settings: NoticeSettings) -> bool:
    return same(one, other, names_clinician=settings.names_clinician)


def _drop(actor: Actor, waiting: Notice) -> None:
    decided = {"state": NoticeState.DROPPED, "decided_at": actor.at}
    Notice.objects.filter(practice_id=actor.practice_id, id=waiting.id).update(**decided)
