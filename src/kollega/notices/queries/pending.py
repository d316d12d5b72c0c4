"""What a client has to hear about a visit as it is now. Undecorated: inside a query or operation."""

from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.notices.enums import Channel, NoticeKind
from kollega.notices.models import Thread
from kollega.notices.queries.facts import facts_for
from kollega.notices.queries.settings import settings_of
from kollega.notices.rules.facts import Facts, from_json, same, to_tell
from kollega.notices.rules.settings import NoticeSettings
from kollega.notices.rules.wording import text_key
from kollega.scheduling.queries.telling import visit_to_tell


def stored_facts(stored: dict[str, object] | None) -> Facts | None:
    return from_json(stored) if stored is not None else None


def pending_kind(thread: Thread, facts: Facts, settings: NoticeSettings) -> NoticeKind | None:
    """Return the message that is missing, or None: they know everything, or it was decided that they are not told."""
    told, settled = stored_facts(thread.told), stored_facts(thread.settled)
    kind = to_tell(told, facts, names_clinician=settings.names_clinician)
    if kind is not None and text_key(Channel(thread.channel), kind) in settings.silent:
        return None
    if settled is not None and same(settled, facts, names_clinician=settings.names_clinician):
        return None
    return kind


def clients_will_hear(actor: Actor, appointment_id: UUID) -> bool:
    """Whether a message about the visit as it is now waits or is about to; for the words after a change."""
    visit = visit_to_tell(actor.practice_id, appointment_id)
    if visit is None or visit.starts_at <= actor.at:
        return False
    settings = settings_of(actor.practice_id)
    threads = Thread.objects.filter(practice_id=actor.practice_id, appointment_id=appointment_id, open=True)
    return any(pending_kind(thread, facts_for(visit, thread.client_id), settings) for thread in threads)
