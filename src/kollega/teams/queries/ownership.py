"""The offer of ownership that waits, for the owner and for whom it is made to (T4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query
from kollega.teams.models import OwnershipOffer


@dataclass(frozen=True, slots=True)
class WaitingOffer:
    id: UUID
    from_name: str
    to_id: UUID
    to_name: str
    offered_at: datetime
    expires_at: datetime
    is_to_me: bool


@query(requires=Permission.OWNERSHIP_ANSWER)
def waiting_offer(actor: Actor) -> WaitingOffer | None:
    """Return the waiting offer for those who may know of it: the two people, and administrators."""
    row = (
        OwnershipOffer.objects.filter(practice_id=actor.practice_id, answered_at=None, expires_at__gt=actor.at)
        .select_related("from_member", "to_member")
        .first()
    )
    if row is None:
        return None
    is_to_me = row.to_member_id == actor.membership_id
    if not is_to_me and not actor.may(Permission.MEMBER_MANAGE):
        return None
    return WaitingOffer(
        id=row.id,
        from_name=row.from_member.display_name,
        to_id=row.to_member_id,
        to_name=row.to_member.display_name,
        offered_at=row.offered_at,
        expires_at=row.expires_at,
        is_to_me=is_to_me,
    )
