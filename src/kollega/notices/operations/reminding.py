"""Reminding a client of one appointment by one rule, once for each time it is set to (B14)."""

from uuid import UUID

from django.db import IntegrityError, transaction

from kollega.audit.operations.recording import record
from kollega.clients.queries.contacts import contacts_of
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.notices.enums import NoticeKind, NoticeState, Why
from kollega.notices.models import Notice
from kollega.notices.operations.delivering import deliver
from kollega.notices.operations.linking import address_of, link_for
from kollega.notices.operations.sending import close
from kollega.notices.queries.facts import facts_for
from kollega.notices.queries.matters import matter_of
from kollega.notices.queries.preferences import obstacle
from kollega.notices.queries.texting import can_text
from kollega.notices.rules.facts import as_json
from kollega.notices.rules.settings import ReminderRule
from kollega.platform.operations import Action, operation
from kollega.scheduling.queries.telling import VisitToTell, visit_to_tell


@operation(requires=Permission.APPOINTMENT_CHANGE)
def remind(actor: Actor, *, appointment_id: UUID, client_id: UUID, rule: ReminderRule) -> NoticeState | None:
    """Send the reminder of this rule for the time the visit has now; by the scheduler.

    None when it was sent before, or when the visit is gone, has begun, or is another client's by now.
    """
    visit = visit_to_tell(actor.practice_id, appointment_id, lock=True)
    if visit is None or visit.gone or client_id not in visit.client_ids or visit.starts_at <= actor.at:
        record(actor, Action.READ, "notices", appointment_id, client_id=client_id)
        return None
    notice = _claim(actor, visit, client_id, rule)
    if notice is None:
        record(actor, Action.READ, "notices", appointment_id, client_id=client_id)
        return None
    contact = contacts_of(actor.practice_id, [client_id])[client_id]
    why: Why | None = obstacle(contact, rule.channel, texts=can_text(actor.practice_id))
    if why is not None:
        return close(actor, notice, NoticeState.UNSENT, why=why)
    link, facts = link_for(actor, visit.id, client_id), facts_for(visit, client_id)
    matter = matter_of(actor, visit, contact, kind=NoticeKind.REMINDER, facts=facts, page=address_of(link))
    said = deliver(actor, matter, rule.channel, link, sequence=0)
    return close(actor, notice, NoticeState.SENT, said=said)


def _claim(actor: Actor, visit: VisitToTell, client_id: UUID, rule: ReminderRule) -> Notice | None:
    """Store the reminder; None when the constraint knows it already, whoever stored it."""
    notice = Notice(
        practice_id=actor.practice_id,
        appointment_id=visit.id,
        client_id=client_id,
        channel=rule.channel,
        kind=NoticeKind.REMINDER,
        state=NoticeState.SENT,
        facts=as_json(facts_for(visit, client_id)),
        version=visit.version,
        hours=rule.hours,
        for_start=visit.starts_at,
        due_at=actor.at,
        created_at=actor.at,
    )
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError:
        return None
    return notice
