"""Changing a member's roles and areas, and their account type: two independent axes (T6, T7)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.catalogue.errors import UnknownPlan
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.enforcing import require_included
from kollega.catalogue.operations.paying import Seats, pay_for, seats_as_met
from kollega.catalogue.operations.seats import change_seat, end_seat, hold_seats_of, start_seat
from kollega.catalogue.queries.plans import plan_of
from kollega.catalogue.queries.seats import HeldSeat
from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.plans import Entitlement, Plan
from kollega.catalogue.rules.seats import EndReason, SeatChange, is_paid_for, is_paying
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, ClientFields, Permission, Role
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.operations import members
from kollega.practices.operations.governing import LockedMember, lock_member, lock_practice, set_roles
from kollega.scheduling.queries.coming import coming_visits
from kollega.teams.errors import AppointmentsInTheWay, OwnerNeedsSeat, SeatIsTheirOwn, as_details
from kollega.teams.queries.account_types import offered_types
from kollega.teams.queries.readiness import seats_here
from kollega.teams.rules.owners import fits_owner, is_free_type


@operation(requires=Permission.MEMBER_MANAGE)
def change_member(
    actor: Actor,
    *,
    membership_id: UUID,
    roles: Collection[Role],
    areas: Collection[Area],
    title: str,
    appointment_fields: ClientFields | None = None,
) -> None:
    """Give a running member exactly these roles and areas, and say how much of clients area T shows them (B9).

    `appointment_fields` None keeps what is stored.
    Refuses with NotFound, OwnerStays, LastAdmin, RolesMissing, NotInPlan for new areas that the plan does not include,
    AppointmentsInTheWay when the role clinician goes, OwnerNeedsSeat when an owner gets it without a seat for it.
    """
    lock_practice(actor)
    member = lock_member(actor, membership_id)
    if set(areas) - member.areas and Role.OFFICE_STAFF in roles:
        require_included(actor, Entitlement.STAFF_AREAS)
    if Role.CLINICIAN in member.roles and Role.CLINICIAN not in roles:
        _require_no_visits(actor, membership_id)
    if Role.OWNER in member.roles and Role.CLINICIAN in set(roles) - member.roles:
        _require_owners_seat(actor, member)
    members.change_member(
        actor,
        membership_id=membership_id,
        roles=roles,
        areas=areas,
        title=title,
        fields=None if appointment_fields is None else {Area.APPOINTMENTS: appointment_fields},
    )


@operation(requires=Permission.BILLING_MANAGE)
def change_account_type(actor: Actor, *, membership_id: UUID, plan_id: str) -> None:
    """Give a running member another account type here. What they may do stays, whatever is paid (T6).

    A free type needs a calendar without coming visits; an owner who takes one has no own clients any more and gives up
    the role clinician with it. What a person pays themselves only they change. Refuses with NotFound, UnknownPlan,
    NotInPlan, AppointmentsInTheWay, SeatIsTheirOwn, and for paid types as `pay_for_member` does.
    """
    lock_practice(actor)
    member = lock_member(actor, membership_id)
    plan = _offered(actor, plan_id)
    free = is_free_type(catalogue(), plan_id)
    if free:
        _require_no_visits(actor, membership_id)
    hold_seats_of(member.person_id)
    seats = seats_as_met(actor.practice_id, member.person_id)
    before = next((seat.state.plan_id for seat in (seats.here, seats.own) if seat), "")
    if plan.is_paid:
        _pay(actor, member, seats, plan)
    else:
        _give(actor, member, seats, plan)
    record(actor, Action.GRANT, "account_type", membership_id, before=before, after=plan_id)
    emit("teams.account_type_changed", practice_id=actor.practice_id, membership_id=str(membership_id))
    if free and catalogue().billing and {Role.OWNER, Role.CLINICIAN} <= member.roles:
        _end_own_clients(actor, member)


def _pay(actor: Actor, member: LockedMember, seats: Seats, plan: Plan) -> None:
    """Between types that are paid for here a trial runs on; else the practice starts to pay, as on the billing page."""
    require_included(actor, Entitlement.TEAM_BILLING)
    if seats.here is not None and is_paid_for(catalogue(), seats.here.state, actor.at):
        _retype(actor, seats.here, plan, trial_ends_at=seats.here.state.trial_ends_at)
        return
    pay_for(actor.practice_id, member.person_id, plan=plan, offer=Offer.NOW, at=actor.at, by=actor.person_id)


def _give(actor: Actor, member: LockedMember, seats: Seats, plan: Plan) -> None:
    """A type without a price: the practice gives it, where the person has none that they pay for themselves.

    Their own trial runs on beside it; whoever takes the type themselves gives the trial up.
    """
    own = seats.own
    if own is not None and not _may_lie_beside(actor, member, own):
        raise SeatIsTheirOwn
    if own is not None and member.id == actor.membership_id:
        end_seat(own.id, at=actor.at, by=actor.person_id, reason=EndReason.REPLACED)
    if seats.here is not None:
        _retype(actor, seats.here, plan, trial_ends_at=None)
        return
    start_seat(
        member.person_id,
        plan_id=plan.id,
        payer_id=actor.practice_id,
        at=actor.at,
        by=actor.person_id,
        cycle=plan_of(actor.practice_id, actor.at).cycle,
    )


def _retype(actor: Actor, held: HeldSeat, plan: Plan, *, trial_ends_at: datetime | None) -> None:
    change_seat(
        held.id,
        change=SeatChange.TYPE_CHANGED,
        at=actor.at,
        by=actor.person_id,
        plan_id=plan.id,
        trial_ends_at=trial_ends_at,
        pays_after_trial=held.state.pays_after_trial and trial_ends_at is not None,
    )


def _may_lie_beside(actor: Actor, member: LockedMember, own: HeldSeat) -> bool:
    known = catalogue()
    if not known.billing:
        return True
    if is_paying(known, own.state, actor.at) or own.state.pays_after_trial:
        return False
    return member.id == actor.membership_id or not known.one_seat_a_person


def _end_own_clients(actor: Actor, member: LockedMember) -> None:
    after = member.roles - {Role.CLINICIAN}
    set_roles(actor, member.id, after)
    record(actor, Action.GRANT, "membership", member.id, before=sorted(member.roles), after=sorted(after))


def _offered(actor: Actor, plan_id: str) -> Plan:
    plan = next((plan for plan in offered_types(actor) if plan.id == plan_id), None)
    if plan is None:
        raise UnknownPlan
    if plan_id == catalogue().assistant_seat and plan_id != catalogue().support_seat:
        require_included(actor, Entitlement.FREE_ASSISTANTS)
    return plan


def _require_no_visits(actor: Actor, membership_id: UUID) -> None:
    visits = coming_visits(actor, membership_id)
    if visits:
        raise AppointmentsInTheWay(appointments=as_details((visit.id, visit.starts_at.isoformat()) for visit in visits))


def _require_owners_seat(actor: Actor, member: LockedMember) -> None:
    if not fits_owner(catalogue(), seats_here(actor, member.person_id), actor.at, sees_clients=True):
        raise OwnerNeedsSeat
