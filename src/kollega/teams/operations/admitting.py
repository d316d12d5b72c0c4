"""Making somebody a member together with the seat that goes with it: a part of accepting and of approving (I6)."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from kollega.accounts.queries.people import name_of
from kollega.audit.operations.recording import record
from kollega.catalogue.operations.paying import give_seat, pay_for
from kollega.catalogue.operations.seats import hold_seats_of
from kollega.catalogue.rules.offers import Offer
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, Role
from kollega.platform.operations import Action
from kollega.practices.errors import AlreadyMember
from kollega.practices.operations.starting import start_membership
from kollega.practices.queries.memberships import is_member
from kollega.teams.queries.situations import joining_of
from kollega.teams.rules.joining import Joining, Seating


@dataclass(frozen=True, slots=True)
class Admission:
    """What a stored invitation or join link gives; nothing of it comes from a request."""

    plan_id: str
    offer: Offer
    roles: Collection[Role]
    areas: Collection[Area]
    title: str = ""


def consider(practice_id: UUID, person_id: UUID, admission: Admission, actor: Actor) -> Joining:
    """Hold the person's seats and decide what joining does to them; in the scope of practice and person.

    The practice must be held already (`following.hold_plan_of`): whoever decides about seats waits in that order.

    Refuses with AlreadyMember, and as `rules.joining.joining` does.
    """
    hold_seats_of(person_id)
    if is_member(person_id, practice_id):
        raise AlreadyMember
    return joining_of(practice_id, person_id, plan_id=admission.plan_id, offer=admission.offer, at=actor.at)


def admit(actor: Actor, person_id: UUID, admission: Admission, joining: Joining) -> UUID:
    """Start the membership, change the seats as decided, write the log, and return the membership's id."""
    membership_id = start_membership(
        actor.practice_id,
        person_id,
        display_name=name_of(person_id),
        roles=admission.roles,
        areas=admission.areas,
        title=admission.title,
        at=actor.at,
    )
    record(
        actor,
        Action.CREATE if actor.person_id == person_id else Action.GRANT,
        "membership",
        membership_id,
        roles=sorted(admission.roles),
        areas=sorted(admission.areas),
        account_type=joining.plan.id,
        offer=admission.offer,
        offer_holds=joining.offer_holds,
    )
    _seat(actor, person_id, joining)
    return membership_id


def _seat(actor: Actor, person_id: UUID, joining: Joining) -> None:
    """Give the seat that costs nothing, or let the practice pay; the person's own plan follows from that."""
    if joining.seating is Seating.STAYS:
        return
    if joining.seating is Seating.PAID:
        seat_id = pay_for(
            actor.practice_id, person_id, plan=joining.plan, offer=joining.offer, at=actor.at, by=actor.person_id
        )
    else:
        seat_id = give_seat(actor.practice_id, person_id, plan_id=joining.plan.id, at=actor.at, by=actor.person_id)
    record(actor, Action.CREATE, "seat", seat_id, account_type=joining.plan.id, offer=joining.offer)
