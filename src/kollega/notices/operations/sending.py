"""Handing one message on: composed, queued and noted in one transaction, so that it is there once. Undecorated."""

import json
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.queries.contacts import ClientContact, contacts_of
from kollega.kernel.actor import Actor
from kollega.notices.enums import Channel, NoticeKind, NoticeState, Why
from kollega.notices.models import Notice, Thread
from kollega.notices.operations.delivering import Said, deliver
from kollega.notices.operations.linking import address_of, link_for
from kollega.notices.queries.matters import matter_of
from kollega.notices.queries.pending import stored_facts
from kollega.notices.queries.preferences import obstacle
from kollega.notices.queries.texting import can_text
from kollega.notices.rules.facts import Facts, as_json, from_json
from kollega.notices.rules.sealing import content_context
from kollega.notices.rules.waiting import too_late
from kollega.platform.crypto import seal
from kollega.platform.operations import Action
from kollega.scheduling.queries.telling import VisitToTell


def hand_on(actor: Actor, notice: Notice, thread: Thread, visit: VisitToTell) -> NoticeState:
    """Send a planned message about a held visit, or note why it cannot be sent; return its new state."""
    facts, told = from_json(notice.facts), stored_facts(thread.told)
    contact = contacts_of(actor.practice_id, [notice.client_id])[notice.client_id]
    channel = Channel(notice.channel)
    why = _obstacle(actor, contact, channel, facts, told)
    if why is not None:
        return close(actor, notice, NoticeState.UNSENT, why=why)
    link = link_for(actor, visit.id, contact.id)
    kind = NoticeKind(notice.kind)
    # A cancelled time is named as the client knows it.
    shown = told if kind is NoticeKind.CANCELLATION and told is not None else facts
    matter = matter_of(actor, visit, contact, kind=kind, facts=shown, before=told, page=address_of(link))
    said = deliver(actor, matter, channel, link, sequence=thread.sequence + 1)
    Thread.objects.filter(practice_id=actor.practice_id, id=thread.id).update(
        told=as_json(facts), settled=as_json(facts), sequence=thread.sequence + 1
    )
    return close(actor, notice, NoticeState.SENT, said=said)


def close(
    actor: Actor, notice: Notice, state: NoticeState, *, why: Why | None = None, said: Said | None = None
) -> NoticeState:
    """Store the end of a waiting message and write it to the log."""
    Notice.objects.filter(practice_id=actor.practice_id, id=notice.id).update(
        state=state,
        why=why or "",
        decided_at=actor.at,
        decided_by_id=actor.membership_id,
        message_id=said.message_id if said else None,
        sealed=_sealed(actor, notice.id, said) if said else None,
    )
    action = Action.CREATE if state is NoticeState.SENT else Action.CANCEL
    record(actor, action, "notice", notice.id, client_id=notice.client_id, kind=notice.kind, channel=notice.channel)
    return state


def _sealed(actor: Actor, notice_id: UUID, said: Said) -> bytes:
    words = json.dumps({"subject": said.subject, "text": said.text}).encode()
    return seal(actor.practice_id, words, context=content_context(notice_id))


def _obstacle(actor: Actor, contact: ClientContact, channel: Channel, facts: Facts, told: Facts | None) -> Why | None:
    starts_at = told.starts_at if facts.gone and told is not None else facts.starts_at
    if too_late(starts_at, actor.at):
        return Why.TOO_LATE
    return obstacle(contact, channel, texts=can_text(actor.practice_id))
