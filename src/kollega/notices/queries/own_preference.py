"""One client's way of being told, for their card."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kollega.clients.queries.access import require_readable
from kollega.clients.queries.contacts import contacts_of
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.notices.enums import Channel, Wanted, Why
from kollega.notices.queries.preferences import channels_for, obstacle, preference_of
from kollega.notices.queries.texting import can_text
from kollega.platform.operations import Action, Entry, query


@dataclass(frozen=True, slots=True)
class ClientPreference:
    """`ways` are the channels with what stands in the way of each, None for nothing; empty: the client wants none."""

    wanted: Wanted
    reminders: bool
    language: str
    ways: dict[Channel, Why | None]


def _read(actor: Actor, result: object, given: dict[str, Any]) -> Entry:
    return Entry(Action.READ, "notice_preference", given["client_id"], client_id=given["client_id"])


@query(requires=Permission.CLIENT_OPEN, logs=_read)
def client_preference(actor: Actor, *, client_id: UUID) -> ClientPreference:
    """Return how the client is told, and whether that works now. NotFound when the actor may not know them."""
    require_readable(actor, client_id)
    contact, how = contacts_of(actor.practice_id, [client_id])[client_id], preference_of(actor.practice_id, client_id)
    texts = can_text(actor.practice_id)
    ways = {one: obstacle(contact, one, texts=texts) for one in channels_for(contact, how, texts=texts)}
    return ClientPreference(how.wanted, how.reminders, contact.language, ways)
