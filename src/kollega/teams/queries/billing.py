"""What the billing page and the API say: the practice's plan, its seats with who pays, and what happened to them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.plans import (
    PlanDecision,
    PlanInForce,
    decisions_of,
    personal_allowance,
    plan_of,
    practice_allowance,
    practice_pays,
)
from kollega.catalogue.queries.seats import HeldSeat, HistoryRow, history_of_practice, running_seats_of_people
from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.paying import Obstacle, Payment, Situation, Trial, obstacle
from kollega.catalogue.rules.plans import Allowance, Entitlement, Plan, Scope
from kollega.catalogue.rules.seats import is_paying, plan_at
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission, Role
from kollega.platform.operations import query
from kollega.practices.queries.practices import Member, members
from kollega.practices.queries.profile import names_of_people


class Payer(StrEnum):
    """Who pays for a member's seat, as the practice may know it. `nobody` has no seat, or one that costs nothing."""

    PRACTICE = "practice"
    THEMSELVES = "themselves"
    OTHER_PRACTICE = "other_practice"
    NOBODY = "nobody"


class Status(StrEnum):
    FREE = "free"
    TRIAL = "trial"
    TRIAL_THEN_PAID = "trial_then_paid"
    PAID = "paid"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class MemberSeat:
    """A member and the seat that counts here. `given` is the plan that holds now, `plan` the one the seat is for.

    `may_pay` names the offers the practice can take (P8, P9), `obstacle` why it cannot pay now.
    """

    membership_id: UUID
    person_id: UUID
    name: str
    is_clinician: bool
    seat_id: UUID | None
    plan: Plan
    given: Plan
    payer: Payer
    status: Status
    trial_ends_at: datetime | None
    may_pay: tuple[Offer, ...]
    obstacle: Obstacle | None
    may_stop: bool


@dataclass(frozen=True, slots=True)
class Billing:
    plan: PlanInForce
    seats: tuple[MemberSeat, ...]
    history: tuple[HistoryRow, ...]
    decisions: tuple[PlanDecision, ...]
    names: dict[UUID, str]


@query(requires=Permission.BILLING_MANAGE)
def billing(actor: Actor) -> Billing:
    """Return the plan, the seat of each member, and the whole history, newest first."""
    now = plan_of(actor.practice_id, actor.at)
    everyone = members(actor)
    seats = running_seats_of_people([member.person_id for member in everyone])
    return Billing(
        plan=now,
        seats=tuple(member_seat(actor, member, seats.get(member.person_id, []), now) for member in everyone),
        history=tuple(history_of_practice(actor.practice_id)),
        decisions=tuple(decisions_of(actor.practice_id)),
        names=names_of_people(actor),
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """The practice's plan and the plans, by id, that it may still try out."""

    plan: PlanInForce
    may_try: frozenset[str]


@query(requires=Permission.BILLING_MANAGE)
def choices(actor: Actor) -> Choices:
    """Return what the practice has and what it may try; nothing under a contract or while it pays."""
    now = plan_of(actor.practice_id, actor.at)
    if now.contract is not None or practice_pays(actor.practice_id, now, actor.at):
        return Choices(now, frozenset())
    tried = {row.plan_id for row in decisions_of(actor.practice_id) if row.trial_ends_at is not None}
    plans = [plan for plan in catalogue().of_scope(Scope.PRACTICE) if plan.trial is not None]
    return Choices(now, frozenset(plan.id for plan in plans) - tried)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the practice's plan and people's seats allow; None is without limit."""

    rooms: Allowance
    appointments: dict[UUID, Allowance]


@query(requires=Permission.BILLING_MANAGE)
def allowances(actor: Actor, *, person_ids: list[UUID]) -> Allowed:
    """Return how many rooms the practice may have, and per person how many appointments a month."""
    return Allowed(
        practice_allowance(actor.practice_id, actor.at, Entitlement.ROOMS),
        {
            person_id: personal_allowance(actor.practice_id, person_id, actor.at, Entitlement.APPOINTMENTS_A_MONTH)
            for person_id in person_ids
        },
    )


def member_seat(actor: Actor, member: Member, seats: list[HeldSeat], now: PlanInForce) -> MemberSeat:
    """Return what one member's running seats, as the practice meets them, come to; inside a query."""
    known, at = catalogue(), actor.at
    here = next((seat for seat in seats if seat.state.payer_id == actor.practice_id), None)
    own = next((seat for seat in seats if seat.state.payer_id is None), None)
    elsewhere = [seat.state for seat in seats if seat.state.payer_id not in (actor.practice_id, None)]
    situation = Situation(here.state if here else None, own.state if own else None, elsewhere)
    counts = here or own
    plan = (known.plan(counts.state.plan_id) if counts else None) or known.plans[known.first_seat]
    wanted = _wanted(now, situation)
    offers = {offer: obstacle(known, situation, Payment(wanted, offer, _trial(now)), at) for offer in _OFFERS}
    clinician = Role.CLINICIAN in member.roles
    billable = clinician and wanted.is_paid and bool(now.allowance(Entitlement.TEAM_BILLING))
    return MemberSeat(
        membership_id=member.id,
        person_id=member.person_id,
        name=member.display_name,
        is_clinician=clinician,
        seat_id=counts.id if counts else None,
        plan=plan,
        given=plan_at(known, counts.state, at) if counts else plan,
        payer=_payer(situation, elsewhere=bool(elsewhere), at=at),
        status=_status(counts, plan, at),
        trial_ends_at=counts.state.trial_ends_at if counts and counts.state.on_trial(at) else None,
        may_pay=tuple(offer for offer, found in offers.items() if found is None) if billable else (),
        obstacle=offers[Offer.NOW] if billable else None,
        may_stop=here is not None and here.state.plan_id not in {free.id for free in known.free_types()},
    )


_OFFERS = (Offer.NOW, Offer.AFTER_TRIAL)


def _trial(now: PlanInForce) -> Trial:
    return Trial(now.trial_ends_at, now.pays_after_trial)


def _wanted(now: PlanInForce, situation: Situation) -> Plan:
    """The account type that the practice would pay: the one the person has, where the plan knows it."""
    types = catalogue().clinician_types_of(now.plan)
    held = {state.plan_id for state in (situation.here, situation.own) if state is not None}
    return next((one for one in types if one.id in held), types[0])


def _payer(situation: Situation, *, elsewhere: bool, at: datetime) -> Payer:
    known = catalogue()
    if situation.here is not None:
        return Payer.PRACTICE
    if situation.own is not None and (is_paying(known, situation.own, at) or situation.own.on_trial(at)):
        return Payer.THEMSELVES
    return Payer.OTHER_PRACTICE if elsewhere else Payer.NOBODY


def _status(counts: HeldSeat | None, plan: Plan, at: datetime) -> Status:
    if counts is None or not plan.is_paid:
        return Status.FREE
    if counts.state.lapsed(at):
        return Status.LAPSED
    if counts.state.on_trial(at):
        return Status.TRIAL_THEN_PAID if counts.state.pays_after_trial else Status.TRIAL
    return Status.PAID
