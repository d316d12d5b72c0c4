"""Whether the practice can send SMS, and to which number a client gets them. Undecorated."""

from uuid import UUID

from kollega.clients.queries.contacts import ClientContact
from kollega.messaging.queries.text_accounts import text_sender_of
from kollega.messaging.rules.numbers import full_number


def can_text(practice_id: UUID) -> bool:
    return bool(text_sender_of(practice_id))


def number_of(contact: ClientContact) -> str:
    """Return the client's number with country code, or an empty text where there is none that can be rung."""
    return full_number(contact.phone, contact.country)
