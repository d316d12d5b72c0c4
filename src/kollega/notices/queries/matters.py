"""From stored rows to all that a message is made of. Undecorated: inside an operation or query."""

from kollega.clients.queries.contacts import ClientContact
from kollega.kernel.actor import Actor
from kollega.messaging.queries.text_accounts import text_sender_of
from kollega.notices.enums import NoticeKind
from kollega.notices.queries.letters import Matter
from kollega.notices.queries.preferences import preference_of
from kollega.notices.queries.settings import settings_of
from kollega.notices.rules.facts import Facts
from kollega.practices.queries.profile import profile_of
from kollega.scheduling.queries.telling import VisitToTell


def matter_of(
    actor: Actor,
    visit: VisitToTell,
    contact: ClientContact,
    *,
    kind: NoticeKind,
    facts: Facts,
    before: Facts | None = None,
    page: str = "",
) -> Matter:
    return Matter(
        kind=kind,
        facts=facts,
        before=before,
        zone=visit.zone,
        own_zone=preference_of(actor.practice_id, contact.id).zone,
        client=contact,
        practice_name=profile_of(actor).name,
        clinician_name=visit.clinician_name,
        service_names=visit.service_names,
        settings=settings_of(actor.practice_id),
        page=page,
        sender=text_sender_of(actor.practice_id),
    )
