"""Leaving a community, what becomes of coming times in its rooms, and dissolving it (B6).

What was held stays as it was. Coming times are moved, or stay when the practice that created the community agrees:
then they go on occupying the shared room until they have passed.
"""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.communities.enums import MEMBERS, RUNNING, State
from kollega.communities.errors import AskAnswered, CreatorStays
from kollega.communities.models import Community, JoiningCode, Partner, SharedRoom
from kollega.communities.operations.reaching import hold_created, hold_partner
from kollega.communities.queries.elsewhere import acting_for
from kollega.communities.queries.partners import created_by
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.platform.tenancy import tenant
from kollega.scheduling.errors import ComingTimes
from kollega.scheduling.operations.mapping import coming_in, end_mapping, hold_rooms, own_times


@operation(requires=Permission.ROOM_MANAGE)
def leave_community(actor: Actor, *, community_id: UUID, ask_to_keep: bool = False) -> bool:
    """Leave, and return True; or, with coming times in shared rooms, ask that they stay, and return False.

    Refuses with ComingTimes (the practice's own ones) without `ask_to_keep`, CreatorStays, NotFound.
    """
    row = _own_partner(actor, community_id)
    if created_by(actor, community_id):
        raise CreatorStays
    creator_id = Community.objects.values_list("creator_id", flat=True).get(id=community_id)
    rooms = hold_rooms(actor, _rooms_of(community_id))
    stay = own_times(coming_in(actor, rooms))
    if stay and not ask_to_keep:
        raise ComingTimes(own=stay)
    if stay:
        _set(actor, row, State.LEAVING)
    else:
        end_mapping(actor, rooms)
        _set(actor, row, State.LEFT)
    emit(
        "communities.leaving_asked" if stay else "communities.left",
        practice_id=creator_id,
        partner_id=str(row.id),
        community_id=str(community_id),
    )
    return not stay


@operation(requires=Permission.ROOM_MANAGE)
def stay_in_community(actor: Actor, *, community_id: UUID) -> None:
    """Take back the wish to leave. Refuses with NotFound when there is none."""
    row = _own_partner(actor, community_id)
    if row.state != State.LEAVING:
        raise NotFound
    _set(actor, row, State.APPROVED)


@operation(requires=Permission.ROOM_MANAGE)
def agree_to_keep(actor: Actor, *, partner_id: UUID) -> UUID:
    """Agree that a leaving practice's coming times stay: it has left now. Returns the community.

    Refuses with NotFound, AskAnswered.
    """
    row = hold_partner(actor, partner_id)
    if row.state != State.LEAVING:
        raise AskAnswered
    _part(actor, row)
    _tell_partner(row, "communities.leaving_answered")
    return row.community_id


@operation(requires=Permission.ROOM_MANAGE)
def refuse_to_keep(actor: Actor, *, partner_id: UUID) -> UUID:
    """Ask a leaving practice to move its coming times first: it stays until then. Returns and refuses as above."""
    row = hold_partner(actor, partner_id)
    if row.state != State.LEAVING:
        raise AskAnswered
    _set(actor, row, State.APPROVED)
    _tell_partner(row, "communities.leaving_answered")
    return row.community_id


@operation(requires=Permission.ROOM_MANAGE)
def dissolve_community(actor: Actor, *, community_id: UUID) -> None:
    """End a community for everybody: codes die, rooms are shared no longer, coming times stay where they are.

    Refuses with NotFound, Forbidden for another's community.
    """
    hold_created(actor, community_id)
    rows = Partner.objects.select_for_update(of=("self",)).filter(community_id=community_id, state__in=RUNNING)
    for row in rows.order_by("practice_id"):
        if row.state in MEMBERS:
            _part(actor, row)
        else:
            _set(actor, row, State.DECLINED)
        if row.practice_id != actor.practice_id:
            _tell_partner(row, "communities.dissolved")
    JoiningCode.objects.filter(community_id=community_id, revoked_at=None).update(revoked_at=actor.at)
    Community.objects.filter(id=community_id).update(dissolved_at=actor.at)
    record(actor, Action.DELETE, "community", community_id)


def _part(actor: Actor, row: Partner) -> None:
    """End the sharing of a practice; its appointments keep their stamps and go on occupying."""
    rooms = _rooms_of(row.community_id)
    with tenant(row.practice_id):
        theirs = acting_for(actor, row.practice_id)
        end_mapping(theirs, hold_rooms(theirs, rooms))
    _set(actor, row, State.LEFT)


def _set(actor: Actor, row: Partner, state: State) -> None:
    ended = None if state in RUNNING else actor.at
    Partner.objects.filter(id=row.id).update(state=state, ended_at=ended)
    record(actor, Action.CHANGE, "community_partner", row.id, state=state, community_id=row.community_id)


def _tell_partner(row: Partner, kind: str) -> None:
    emit(kind, practice_id=row.practice_id, partner_id=str(row.id), community_id=str(row.community_id))


def _own_partner(actor: Actor, community_id: UUID) -> Partner:
    rows = Partner.objects.select_for_update(of=("self",)).filter(
        practice_id=actor.practice_id, community_id=community_id, state__in=MEMBERS, community__dissolved_at=None
    )
    row = rows.first()
    if row is None:
        raise NotFound
    return row


def _rooms_of(community_id: UUID) -> list[UUID]:
    return list(SharedRoom.objects.filter(community_id=community_id).order_by("id").values_list("id", flat=True))
