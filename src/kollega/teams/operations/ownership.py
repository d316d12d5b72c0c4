"""Handing a practice over: the owner offers, a member accepts, and both change in one step (T4)."""

from uuid import UUID

from kollega.accounts.rules.sessions import is_fresh
from kollega.audit.operations.recording import record
from kollega.catalogue.in_force import catalogue
from kollega.kernel import clock
from kollega.kernel.actor import Actor
from kollega.kernel.errors import FreshLoginNeeded
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission, Role
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.operations.governing import LockedMember, lock_member, lock_practice, set_roles
from kollega.teams.enums import Answer
from kollega.teams.errors import NoOffer, OfferWaits, OwnedAlready, OwnerNeedsSeat
from kollega.teams.models import OwnershipOffer
from kollega.teams.queries.readiness import seats_here
from kollega.teams.rules.offers import VALID
from kollega.teams.rules.owners import fits_owner


@operation(requires=Permission.OWNERSHIP_OFFER)
def offer_ownership(actor: Actor, *, membership_id: UUID) -> UUID:
    """Offer the practice to a member for 30 days and return the offer's id; needs a fresh authentication.

    Refuses with FreshLoginNeeded, NotFound, OwnedAlready, OfferWaits.
    """
    _require_fresh(actor)
    lock_practice(actor)
    receiver = lock_member(actor, membership_id)
    if Role.OWNER in receiver.roles:
        raise OwnedAlready
    if _open(actor) is not None:
        raise OfferWaits
    offer = OwnershipOffer(
        id=new_id(),
        practice_id=actor.practice_id,
        from_member_id=actor.own_membership,
        to_member_id=membership_id,
        offered_at=actor.at,
        expires_at=actor.at + VALID,
    )
    offer.save(force_insert=True)
    record(actor, Action.CREATE, "ownership_offer", offer.id, to=str(membership_id))
    emit("teams.ownership_offered", practice_id=actor.practice_id, offer_id=str(offer.id))
    return offer.id


@operation(requires=Permission.OWNERSHIP_ANSWER)
def accept_ownership(actor: Actor) -> None:
    """Become the owner, and administrator; the former owner stays administrator. Needs a fresh authentication.

    Refuses with FreshLoginNeeded, NoOffer, OwnerNeedsSeat.
    """
    _require_fresh(actor)
    lock_practice(actor)
    offer = _offered_to_me(actor)
    # In one order, so that no two such changes wait for each other.
    held = {each: lock_member(actor, each) for each in sorted((offer.from_member_id, offer.to_member_id))}
    former, new = held[offer.from_member_id], held[offer.to_member_id]
    _require_seat(actor, new)
    set_roles(actor, former.id, (former.roles - {Role.OWNER}) | {Role.ADMIN})
    set_roles(actor, new.id, new.roles | {Role.OWNER, Role.ADMIN})
    _answer(actor, offer, Answer.ACCEPTED)
    record(actor, Action.GRANT, "ownership", new.id, before=str(former.id), after=str(new.id))
    emit("teams.ownership_taken", practice_id=actor.practice_id, offer_id=str(offer.id))


@operation(requires=Permission.OWNERSHIP_ANSWER)
def decline_ownership(actor: Actor) -> None:
    """Say no to the offer. Refuses with NoOffer."""
    lock_practice(actor)
    offer = _offered_to_me(actor)
    _answer(actor, offer, Answer.DECLINED)
    emit("teams.ownership_declined", practice_id=actor.practice_id, offer_id=str(offer.id))


@operation(requires=Permission.OWNERSHIP_OFFER)
def withdraw_ownership(actor: Actor) -> None:
    """Take the offer back. Refuses with NoOffer."""
    lock_practice(actor)
    offer = _open(actor)
    if offer is None:
        raise NoOffer
    _answer(actor, offer, Answer.WITHDRAWN)


def withdraw_offers_to(actor: Actor, membership_id: UUID) -> None:
    """End the offer to somebody who leaves; inside that operation."""
    offer = _open(actor)
    if offer is not None and offer.to_member_id == membership_id:
        _answer(actor, offer, Answer.WITHDRAWN)


def _open(actor: Actor) -> OwnershipOffer | None:
    """Return the offer that waits; one whose time is over is closed on the way."""
    offer = OwnershipOffer.objects.filter(practice_id=actor.practice_id, answered_at=None).first()
    if offer is not None and offer.expires_at <= actor.at:
        _store_answer(actor, offer, Answer.EXPIRED)
        return None
    return offer


def _offered_to_me(actor: Actor) -> OwnershipOffer:
    offer = _open(actor)
    if offer is None or offer.to_member_id != actor.membership_id:
        raise NoOffer
    return offer


def _answer(actor: Actor, offer: OwnershipOffer, answer: Answer) -> None:
    _store_answer(actor, offer, answer)
    record(actor, Action.CHANGE, "ownership_offer", offer.id, answer=answer.value)


def _store_answer(actor: Actor, offer: OwnershipOffer, answer: Answer) -> None:
    OwnershipOffer.objects.filter(practice_id=actor.practice_id, id=offer.id).update(
        answered_at=actor.at, answer=answer
    )


def _require_fresh(actor: Actor) -> None:
    if not is_fresh(actor.authenticated_at, now=clock.real_now()):
        raise FreshLoginNeeded


def _require_seat(actor: Actor, new: LockedMember) -> None:
    seats = seats_here(actor, new.person_id)
    if not fits_owner(catalogue(), seats, actor.at, sees_clients=Role.CLINICIAN in new.roles):
        raise OwnerNeedsSeat
