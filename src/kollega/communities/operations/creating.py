"""Creating a community, its rooms and its codes (B6)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.catalogue.operations.enforcing import require_included
from kollega.catalogue.rules.plans import Entitlement
from kollega.communities import limits
from kollega.communities.enums import State
from kollega.communities.models import Community, JoiningCode, Partner, SharedRoom
from kollega.communities.operations.reaching import hold_created
from kollega.communities.rules.codes import VALID_FOR, new_code, normalised
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.limits import hit
from kollega.platform.operations import Action, operation
from kollega.practices.rules.tokens import digest


@operation(requires=Permission.ROOM_MANAGE)
def create_community(actor: Actor, *, name: str, room: str) -> UUID:
    """Create a community with its first room and return its id; the practice is its first partner.

    Both names are read by every practice that joins. Refuses with BadInput, and NotInPlan without the entitlement.
    """
    require_included(actor, Entitlement.CALENDAR_COMMUNITY)
    called, first = short_name(name, "name"), short_name(room, "room")
    community_id = new_id()
    Community.objects.create(
        id=community_id, creator_id=actor.practice_id, name=called, created_at=actor.at, dissolved_at=None
    )
    Partner.objects.create(
        practice_id=actor.practice_id,
        community_id=community_id,
        state=State.APPROVED,
        asked_at=actor.at,
        since=actor.at,
    )
    _add_room(actor, community_id, first)
    record(actor, Action.CREATE, "community", community_id)
    return community_id


@operation(requires=Permission.ROOM_MANAGE)
def add_shared_room(actor: Actor, *, community_id: UUID, name: str) -> UUID:
    """Add a room to a community that the practice created, and return its id.

    Refuses with BadInput, SharedRoomNameTaken, NotFound, Forbidden for another's community.
    """
    hold_created(actor, community_id)
    room_id = _add_room(actor, community_id, short_name(name, "name"))
    record(actor, Action.CREATE, "shared_room", room_id, community_id=community_id)
    return room_id


@operation(requires=Permission.ROOM_MANAGE)
def new_joining_code(actor: Actor, *, community_id: UUID) -> str:
    """Make a code that is valid for 14 days and return it; it is not shown again.

    Refuses with NotFound, Forbidden for another's community, TooMany.
    """
    hit(limits.CODES_BY_PRACTICE, actor.practice_id)
    hold_created(actor, community_id)
    code, code_id = new_code(), new_id()
    JoiningCode.objects.create(
        id=code_id,
        community_id=community_id,
        digest=digest(normalised(code)),
        made_by=actor.own_membership,
        made_at=actor.at,
        expires_at=actor.at + VALID_FOR,
    )
    record(actor, Action.CREATE, "joining_code", code_id, community_id=community_id)
    return code


@operation(requires=Permission.ROOM_MANAGE)
def revoke_joining_code(actor: Actor, *, code_id: UUID) -> UUID:
    """Let a code die and return its community; practices that have asked with it stay.

    Refuses with NotFound, also for a dead one.
    """
    rows = JoiningCode.objects.filter(
        id=code_id, community__creator_id=actor.practice_id, revoked_at=None, expires_at__gt=actor.at
    )
    community_id = rows.values_list("community_id", flat=True).first()
    if community_id is None or not rows.update(revoked_at=actor.at):
        raise NotFound
    record(actor, Action.CHANGE, "joining_code", code_id, revoked=True)
    return community_id


def revoke_codes_of(actor: Actor, membership_id: UUID) -> int:
    """Let every code of a member die who may no longer make any; inside an operation or handler."""
    rows = JoiningCode.objects.filter(
        community__creator_id=actor.practice_id, made_by=membership_id, revoked_at=None, expires_at__gt=actor.at
    )
    dead = list(rows.values_list("id", flat=True))
    JoiningCode.objects.filter(id__in=dead).update(revoked_at=actor.at)
    for code_id in dead:
        record(actor, Action.CHANGE, "joining_code", code_id, revoked=True)
    return len(dead)


def short_name(name: str, field: str) -> str:
    trimmed = " ".join(name.split())
    if not 1 <= len(trimmed) <= 60:
        raise BadInput(fields={field: N_("Enter a name of at most 60 characters.")})
    return trimmed


def _add_room(actor: Actor, community_id: UUID, name: str) -> UUID:
    room_id = new_id()
    SharedRoom.objects.create(id=room_id, community_id=community_id, name=name, zone=actor.zone, created_at=actor.at)
    return room_id
