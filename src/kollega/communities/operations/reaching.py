"""Which community an operation may change. Undecorated parts of operations."""

from uuid import UUID

from kollega.communities.models import Community, Partner, SharedRoom
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden, NotFound


def hold_created(actor: Actor, community_id: UUID) -> Community:
    """Hold a community that the practice created. NotFound for one it is not in, Forbidden for another's."""
    row = Community.objects.select_for_update(of=("self",)).filter(
        id=community_id, creator_id=actor.practice_id, dissolved_at=None
    )
    found = row.first()
    if found is None:
        raise Forbidden if Community.objects.filter(id=community_id, dissolved_at=None).exists() else NotFound
    return found


def hold_partner(actor: Actor, partner_id: UUID) -> Partner:
    """Hold a practice of a community that the actor's practice created. NotFound for any other."""
    row = (
        Partner.objects.select_for_update(of=("self",))
        .select_related("community")
        .filter(id=partner_id, community__creator_id=actor.practice_id, community__dissolved_at=None)
        .first()
    )
    if row is None:
        raise NotFound
    return row


def hold_shared_room(actor: Actor, shared_room_id: UUID) -> SharedRoom:
    """Hold a room of a community that the practice created. NotFound or Forbidden as for the community."""
    room = SharedRoom.objects.filter(id=shared_room_id).first()
    if room is None:
        raise NotFound
    hold_created(actor, room.community_id)
    return SharedRoom.objects.select_for_update(of=("self",)).get(id=shared_room_id)
