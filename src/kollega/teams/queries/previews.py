"""What an invitation would change for a person, before they accept it (I5)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kollega.kernel.errors import Refusal
from kollega.platform.tenancy import tenant
from kollega.practices.errors import AlreadyMember
from kollega.practices.queries.memberships import is_member
from kollega.teams.queries.holders import GoodInvitation
from kollega.teams.queries.situations import joining_of
from kollega.teams.rules.joining import Consequence


@dataclass(frozen=True, slots=True)
class Preview:
    """Either what would happen, or the refusal that accepting would meet."""

    consequences: tuple[Consequence, ...]
    fingerprint: str
    refusal: Refusal | None
    zone: ZoneInfo


def preview(person_id: UUID, invitation: GoodInvitation, at: datetime) -> Preview:
    """Return what accepting would do to this person at this moment; the acceptance uses the same function."""
    place = invitation.place
    with tenant(place.practice_id, person_id):
        try:
            if is_member(person_id, place.practice_id):
                raise AlreadyMember
            found = joining_of(place.practice_id, person_id, plan_id=invitation.plan_id, offer=invitation.offer, at=at)
        except Refusal as refusal:
            return Preview((), "", refusal, place.timezone)
    return Preview(found.consequences, found.fingerprint, None, place.timezone)
