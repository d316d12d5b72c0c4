"""What an invitation would say and how it would go, before anything is booked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kollega.clients.queries.access import readable_client_ids
from kollega.clients.queries.contacts import contacts_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.messaging.queries.text_accounts import text_sender_of
from kollega.notices.enums import Channel, NoticeKind, Why
from kollega.notices.queries.letters import Matter, letter_of, text_message_of
from kollega.notices.queries.preferences import channels_for, obstacle, preference_of
from kollega.notices.queries.settings import settings_of
from kollega.notices.queries.texting import can_text
from kollega.notices.rules.facts import Facts
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.profile import colleague, profile_of


@dataclass(frozen=True, slots=True)
class Way:
    """One channel: the address it goes to, or why it does not go."""

    channel: Channel
    address: str
    why: Why | None


@dataclass(frozen=True, slots=True)
class Ways:
    """How the client would be told; no way at all means that they want no messages."""

    ways: tuple[Way, ...]
    by_default: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The words of an invitation by one channel, in the client's language; a text message has no subject."""

    channel: Channel
    subject: str
    text: str


def _looked(actor: Actor, result: object, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "booking_defaults", client_id=given["client_id"])


@query(requires=Permission.APPOINTMENT_BOOK, logs=_looked)
def ways_to_tell(actor: Actor, *, client_id: UUID) -> Ways:
    """Return by which channels the client would be invited. NotFound when the actor may not know them."""
    if not readable_client_ids(actor, [client_id]):
        raise NotFound
    contact, texts = contacts_of(actor.practice_id, [client_id])[client_id], can_text(actor.practice_id)
    channels = channels_for(contact, preference_of(actor.practice_id, client_id), texts=texts)
    ways = tuple(
        Way(one, contact.email if one is Channel.EMAIL else contact.phone, obstacle(contact, one, texts=texts))
        for one in channels
    )
    return Ways(ways, settings_of(actor.practice_id).invite_by_default)


@query(requires=Permission.APPOINTMENT_BOOK, logs=_looked)
def invitation_preview(
    actor: Actor, *, client_id: UUID, clinician_id: UUID | None, starts_at: datetime, minutes: int, place: str
) -> tuple[Preview, ...]:
    """Return what the invitation would say. NotFound when the actor may not know the client."""
    if not readable_client_ids(actor, [client_id]):
        raise NotFound
    contact, texts = contacts_of(actor.practice_id, [client_id])[client_id], can_text(actor.practice_id)
    how, practice = preference_of(actor.practice_id, client_id), profile_of(actor)
    who = colleague(actor, clinician_id) if clinician_id else None
    facts = Facts(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        place=place,
        clinician_id=clinician_id or UUID(int=0),
        video="",
        gone=False,
    )
    matter = Matter(
        kind=NoticeKind.INVITATION,
        facts=facts,
        before=None,
        zone=practice.zone,
        own_zone=how.zone,
        client=contact,
        practice_name=practice.name,
        clinician_name=who.name if who else "",
        service_names={},
        settings=settings_of(actor.practice_id),
        sender=text_sender_of(actor.practice_id),
    )
    return tuple(_preview(matter, channel) for channel in channels_for(contact, how, texts=texts))


def _preview(matter: Matter, channel: Channel) -> Preview:
    if channel is Channel.SMS:
        return Preview(channel, "", text_message_of(matter))
    letter = letter_of(matter)
    facts = "\n".join(f"{label}: {value}" for label, value in letter.facts)
    return Preview(channel, letter.subject, "\n\n".join([*letter.lines, facts]))
