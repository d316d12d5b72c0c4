"""How clients want to be told, and by which channels that works. Undecorated: for inside a frame."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from kollega.clients.queries.contacts import ClientContact
from kollega.notices.enums import Channel, Wanted, Why
from kollega.notices.models import Preference
from kollega.notices.queries.texting import number_of


@dataclass(frozen=True, slots=True)
class HowToTell:
    """`zone` is the client's own time zone, empty for that of the practice."""

    wanted: Wanted = Wanted.AUTOMATIC
    reminders: bool = True
    zone: str = ""


def preferences_of(practice_id: UUID, client_ids: Collection[UUID]) -> dict[UUID, HowToTell]:
    """Return what these clients have said; who is missing has said nothing."""
    rows = Preference.objects.filter(practice_id=practice_id, client_id__in=client_ids)
    return {row.client_id: HowToTell(Wanted(row.wanted), row.reminders, row.zone) for row in rows}


def preference_of(practice_id: UUID, client_id: UUID) -> HowToTell:
    return preferences_of(practice_id, [client_id]).get(client_id, HowToTell())


def channels_for(contact: ClientContact, how: HowToTell, *, texts: bool) -> tuple[Channel, ...]:
    """Return the channels by which the client is invited; empty when they want none. `texts`: SMS can be sent."""
    match how.wanted:
        case Wanted.NONE:
            return ()
        case Wanted.EMAIL:
            return (Channel.EMAIL,)
        case Wanted.SMS:
            return (Channel.SMS,)
        case Wanted.BOTH:
            return (Channel.EMAIL, Channel.SMS)
        case Wanted.AUTOMATIC:
            return (Channel.SMS,) if texts and not contact.email and number_of(contact) else (Channel.EMAIL,)


def obstacle(contact: ClientContact, channel: Channel, *, texts: bool) -> Why | None:
    """Return what stands in the way of a message by this channel, or None."""
    if channel is Channel.EMAIL:
        return None if contact.email else Why.NO_ADDRESS
    if not texts:
        return Why.NO_ACCOUNT
    return None if number_of(contact) else Why.NO_ADDRESS
