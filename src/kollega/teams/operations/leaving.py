"""Leaving a practice and removing a member: access ends at the next request, nothing is deleted (T10, P11, P12)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.catalogue.operations.paying import end_seat_here
from kollega.catalogue.rules.seats import EndReason
from kollega.clients.operations.passing_on import end_care, pass_on_clients
from kollega.clients.queries.responsible import clients_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Changed, NotFound
from kollega.kernel.permissions import Permission, Role
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.errors import LastAdmin
from kollega.practices.operations.governing import (
    LockedMember,
    end_membership,
    lock_member,
    lock_practice,
    other_admins,
)
from kollega.practices.queries.memberships import running_membership
from kollega.scheduling.operations.passing_on import PassedOn, cancel_visits, free_blocks, hold_coming, pass_on_visits
from kollega.scheduling.queries.coming import coming_visits
from kollega.teams.errors import OwnerCannotLeave, OwnerStaysMember, StandsInTheWay, as_details
from kollega.teams.operations.ending import end_invitations_of
from kollega.teams.operations.ownership import withdraw_offers_to
from kollega.teams.operations.records import after_leaving
from kollega.teams.queries.obstacles import require_say


@operation(requires=Permission.MEMBERSHIP_LEAVE)
def leave(actor: Actor) -> None:
    """End one's own membership. Refuses with OwnerCannotLeave, LastAdmin, StandsInTheWay."""
    member = _hold(actor, actor.own_membership)
    if Role.OWNER in member.roles:
        raise OwnerCannotLeave
    _end(actor, member, EndReason.LEFT)


@operation(requires=Permission.MEMBER_MANAGE)
def remove_member(actor: Actor, *, membership_id: UUID) -> None:
    """End somebody's membership. Refuses with NotFound, OwnerStaysMember, LastAdmin, StandsInTheWay."""
    member = _hold(actor, membership_id)
    if Role.OWNER in member.roles:
        raise OwnerStaysMember
    _end(actor, member, EndReason.LEFT if membership_id == actor.membership_id else EndReason.REMOVED)


@operation(requires=Permission.MEMBERSHIP_LEAVE)
def hand_over_visits(actor: Actor, *, membership_id: UUID, to_id: UUID) -> PassedOn:
    """Hand over every coming visit of a member (oneself, or anybody for administrators) to a colleague.

    Each keeps its time and room and is claimed there like any other, so that nothing overlaps; what does not fit stays
    and is named. Refuses with NotFound, Forbidden.
    """
    _reach(actor, membership_id)
    if to_id == membership_id:
        raise NotFound
    passed = pass_on_visits(actor, from_id=membership_id, to_id=to_id)
    record(actor, Action.MOVE, "member_visits", membership_id, to=str(to_id), moved=passed.moved, left=len(passed.left))
    return passed


@operation(requires=Permission.MEMBERSHIP_LEAVE)
def cancel_all_visits(actor: Actor, *, membership_id: UUID, reason: str = "", expected: int | None = None) -> int:
    """Cancel every coming visit of a member and return how many.

    Refuses with NotFound, Forbidden, BadInput, and Changed when there are not as many as `expected`.
    """
    _reach(actor, membership_id)
    if expected is not None and len(coming_visits(actor, membership_id)) != expected:
        raise Changed
    count = cancel_visits(actor, clinician_id=membership_id, reason=reason)
    record(actor, Action.CANCEL, "member_visits", membership_id, count=count)
    return count


@operation(requires=Permission.MEMBERSHIP_LEAVE)
def hand_over_clients(actor: Actor, *, membership_id: UUID, to_id: UUID) -> int:
    """Make a colleague responsible for all clients of a member, and return how many.

    Refuses with NotFound, Forbidden, NotAClinician.
    """
    _reach(actor, membership_id)
    if to_id == membership_id:
        raise NotFound
    count = pass_on_clients(actor, from_id=membership_id, to_id=to_id)
    record(actor, Action.GRANT, "member_clients", membership_id, to=str(to_id), count=count)
    return count


def _reach(actor: Actor, membership_id: UUID) -> None:
    lock_practice(actor)
    if running_membership(actor.practice_id, membership_id) is None:
        raise NotFound
    require_say(actor, membership_id)


def _hold(actor: Actor, membership_id: UUID) -> LockedMember:
    """Appointments before their clinician, as whoever moves one holds them."""
    lock_practice(actor)
    hold_coming(actor, clinician_id=membership_id)
    return lock_member(actor, membership_id)


def _end(actor: Actor, member: LockedMember, reason: EndReason) -> None:
    if Role.ADMIN in member.roles and not other_admins(actor, member.id):
        raise LastAdmin
    _require_clear(actor, member.id)
    free_blocks(actor, clinician_id=member.id)
    end_care(actor, clinician_id=member.id)
    withdraw_offers_to(actor, member.id)
    end_seat_here(actor.practice_id, member.person_id, reason=reason, at=actor.at, by=actor.person_id)
    end_invitations_of(actor, membership_id=member.id)
    end_membership(actor, member.id)
    after_leaving(actor, member.id)
    action = Action.CANCEL if reason is EndReason.LEFT else Action.DELETE
    record(actor, action, "membership", member.id, roles=sorted(member.roles))
    emit(
        "practices.membership_ended",
        practice_id=actor.practice_id,
        membership_id=str(member.id),
        person_id=str(member.person_id),
        reason=reason.value,
    )


def _require_clear(actor: Actor, membership_id: UUID) -> None:
    visits, clients = coming_visits(actor, membership_id), clients_of(actor, membership_id)
    if visits or clients:
        raise StandsInTheWay(
            appointments=as_details((visit.id, visit.starts_at.isoformat()) for visit in visits),
            client_count=len(clients),
        )
