"""Handing one message on: composed, queued and noted in one transaction, so that it is there once. Undecorated."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.queries.contacts import ClientContact, contacts_of
from kollega.kernel.actor import Actor
from kollega.notices.enums import Channel, NoticeKind, NoticeState, Wanted, Why
from kollega.notices.models import Notice, Thread
from kollega.notices.operations.delivering import Part, Said, deliver, deliver_dates
from kollega.notices.operations.linking import address_of, link_for
from kollega.notices.queries.matters import matter_of
from kollega.notices.queries.pending import stored_facts
from kollega.notices.queries.preferences import obstacle, preference_of
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
    part = _part(actor, Held(notice, thread, visit), contact)
    said = deliver(actor, part.matter, channel, part.link, sequence=part.sequence)
    _told(actor, thread, facts)
    return close(actor, notice, NoticeState.SENT, said=said)


@dataclass(frozen=True, slots=True)
class Held:
    """A waiting message with its thread and visit, all held until the transaction ends."""

    notice: Notice
    thread: Thread
    visit: VisitToTell


def hand_on_dates(actor: Actor, held: Sequence[Held]) -> None:
    """Send what waits for several dates of one client and channel as one message; what cannot be said is noted."""
    contact = contacts_of(actor.practice_id, [held[0].notice.client_id])[held[0].notice.client_id]
    channel = Channel(held[0].notice.channel)
    going: list[Held] = []
    for one in held:
        why = _obstacle(actor, contact, channel, from_json(one.notice.facts), stored_facts(one.thread.told))
        if why is not None:
            close(actor, one.notice, NoticeState.UNSENT, why=why)
        else:
            going.append(one)
    if not going:
        return
    said = deliver_dates(actor, [_part(actor, one, contact) for one in going], channel)
    for one in going:
        _told(actor, one.thread, from_json(one.notice.facts))
        close(actor, one.notice, NoticeState.SENT, said=said)


def _part(actor: Actor, held: Held, contact: ClientContact) -> Part:
    # A cancelled time is named as the client knows it.
    link = link_for(actor, held.visit.id, contact.id)
    facts, told, kind = from_json(held.notice.facts), stored_facts(held.thread.told), NoticeKind(held.notice.kind)
    shown = told if kind is NoticeKind.CANCELLATION and told is not None else facts
    matter = matter_of(actor, held.visit, contact, kind=kind, facts=shown, before=told, page=address_of(link))
    return Part(matter, link, held.thread.sequence + 1)


def _told(actor: Actor, thread: Thread, facts: Facts) -> None:
    Thread.objects.filter(practice_id=actor.practice_id, id=thread.id).update(
        told=as_json(facts), settled=as_json(facts), sequence=thread.sequence + 1
    )


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
    if preference_of(actor.practice_id, contact.id).wanted is Wanted.NONE:
        return Why.OPTED_OUT
    return obstacle(contact, channel, texts=can_text(actor.practice_id))
