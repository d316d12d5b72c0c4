"""What the practices have agreed for a shared room: quiet hours and a fair share (B6)."""

from datetime import time
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.communities.enums import MEMBERS
from kollega.communities.models import Partner, SharedRoom
from kollega.communities.operations.creating import short_name
from kollega.communities.operations.reaching import hold_shared_room
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, Changed
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit

MOST_MINUTES = 31 * 24 * 60


@operation(requires=Permission.ROOM_MANAGE)
def set_house_rules(
    actor: Actor,
    *,
    shared_room_id: UUID,
    name: str,
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    fair_minutes: int | None = None,
    version: int | None = None,
) -> int:
    """Set a shared room's name, quiet hours (local, over midnight too) and minutes a month for each practice.

    They hold for what is booked or moved from now on. Returns the new version. Refuses with BadInput,
    SharedRoomNameTaken, Changed, NotFound, Forbidden for another's community.
    """
    room = hold_shared_room(actor, shared_room_id)
    if version is not None and version != room.version:
        raise Changed
    fields = {}
    if (quiet_from is None) != (quiet_until is None):
        fields["quiet_until"] = N_("Enter both beginning and end of the quiet hours, or neither.")
    elif quiet_from is not None and quiet_from == quiet_until:
        fields["quiet_until"] = N_("Quiet hours cannot last the whole day.")
    if fair_minutes is not None and not 1 <= fair_minutes <= MOST_MINUTES:
        fields["fair_minutes"] = N_("Enter between 1 minute and a whole month.")
    if fields:
        raise BadInput(fields=fields)
    values = {
        "name": short_name(name, "name"),
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "fair_minutes": fair_minutes,
    }
    SharedRoom.objects.filter(id=room.id).update(**values, version=room.version + 1)
    changed = [field for field, value in values.items() if getattr(room, field) != value]
    record(actor, Action.CHANGE, "shared_room", room.id, fields=changed, community_id=room.community_id)
    others = Partner.objects.filter(community_id=room.community_id, state__in=MEMBERS)
    for partner in others.exclude(practice_id=actor.practice_id):
        emit("communities.rules_set", practice_id=partner.practice_id, community_id=str(room.community_id))
    return room.version + 1
