"""How a membership begins, whatever led to it: a part of operations, which check the right and write the log."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Area, Role
from kollega.platform.outbox import emit
from kollega.practices.models import Membership


def start_membership(
    practice_id: UUID,
    person_id: UUID,
    *,
    display_name: str,
    roles: Collection[Role],
    areas: Collection[Area],
    title: str,
    at: datetime,
) -> UUID:
    """Make the person a member with roles and areas that were checked, and return the membership's id.

    A guest's membership becomes a full one and keeps its grants. The frame of the operation refuses with AlreadyMember
    when they are a member.
    """
    values = {"display_name": display_name, "title": title.strip()[:80], "areas": sorted(areas)}
    guests = Membership.objects.select_for_update().filter(
        practice_id=practice_id, person_id=person_id, ended_at=None, roles=[Role.GUEST]
    )
    guest = guests.first() if Role.GUEST not in roles else None
    if guest is not None:
        guests.update(**values, roles=sorted(roles), since=at)
        emit("practices.member_added", practice_id=practice_id, membership_id=str(guest.id))
        return guest.id
    membership_id = new_id()
    Membership.objects.create(
        id=membership_id,
        practice_id=practice_id,
        person_id=person_id,
        **values,
        roles=sorted(roles),
        since=at,
    )
    emit("practices.member_added", practice_id=practice_id, membership_id=str(membership_id))
    return membership_id
