"""The practice pays for a member, or stops (P8, P9, P11)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.catalogue.errors import UnknownPlan
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.enforcing import require_included
from kollega.catalogue.operations.paying import pay_for, seats_as_met, stop_paying_for
from kollega.catalogue.queries.plans import plan_of
from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.plans import Entitlement, Plan
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.practices.queries.memberships import running_membership


@operation(requires=Permission.BILLING_MANAGE)
def pay_for_member(actor: Actor, *, membership_id: UUID, plan_id: str | None = None, after_trial: bool = False) -> UUID:
    """Let the practice pay for a member from now on, or from the end of their trial on; return the seat's id.

    Without a plan the member keeps the one they have, where the practice's plan knows it. Refuses with NotInPlan (no
    team billing), UnknownPlan, SeatTaken, AlreadyPaysThemselves (P8), NotOnTrial (P9), NotFound.
    """
    person_id = _person(actor, membership_id)
    plan = _plan(actor, person_id, plan_id)
    if plan.is_paid:
        require_included(actor, Entitlement.TEAM_BILLING)
    offer = Offer.AFTER_TRIAL if after_trial else Offer.NOW
    seat_id = pay_for(actor.practice_id, person_id, plan=plan, offer=offer, at=actor.at, by=actor.person_id)
    record(actor, Action.CHANGE, "seat", seat_id, membership=str(membership_id), plan=plan.id, offer=offer)
    return seat_id


@operation(requires=Permission.BILLING_MANAGE)
def stop_paying_for_member(actor: Actor, *, membership_id: UUID) -> UUID:
    """Stop paying for a member and return the seat's id: at once, or on a trial with everything until its end (P11).

    Refuses with NotPaidHere, NotFound.
    """
    person_id = _person(actor, membership_id)
    seat_id = stop_paying_for(actor.practice_id, person_id, at=actor.at, by=actor.person_id)
    record(actor, Action.CHANGE, "seat", seat_id, membership=str(membership_id), stopped=True)
    return seat_id


def _person(actor: Actor, membership_id: UUID) -> UUID:
    member = running_membership(actor.practice_id, membership_id)
    if member is None:
        raise NotFound
    return member.person_id


def _plan(actor: Actor, person_id: UUID, plan_id: str | None) -> Plan:
    types = catalogue().clinician_types_of(plan_of(actor.practice_id, actor.at).plan)
    if plan_id is not None:
        wanted = next((one for one in types if one.id == plan_id), None)
        if wanted is None:
            raise UnknownPlan
        return wanted
    seats = seats_as_met(actor.practice_id, person_id)
    held = [seat.state.plan_id for seat in (seats.here, seats.own) if seat is not None]
    return next((one for one in types if one.id in held), types[0])
