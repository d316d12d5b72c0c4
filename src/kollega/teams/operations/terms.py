"""What an invitation or join link may promise: account type, who pays, roles. A part of operations."""

from collections.abc import Collection
from dataclasses import dataclass

from kollega.catalogue.errors import UnknownPlan
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.enforcing import require_included
from kollega.catalogue.operations.following import hold_plan_of
from kollega.catalogue.queries.plans import plan_of
from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.plans import Entitlement, Plan
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.permissions import Area, Role
from kollega.practices.queries.teams import is_team
from kollega.practices.rules.roles import GIVEN_BY_ADMINS, checked_roles
from kollega.teams.errors import LargeTeam, NotATeam
from kollega.teams.queries.offering import account_types, has_room


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody gets by joining; checked against the catalogue and the practice's plan."""

    plan_id: str
    offer: Offer
    roles: tuple[Role, ...]
    areas: tuple[Area, ...]


def checked_terms(
    actor: Actor, *, plan_id: str, offer: Offer, roles: Collection[Role], areas: Collection[Area]
) -> Terms:
    """Return the terms to store; an offer to pay for what costs nothing is dropped.

    Refuses with UnknownPlan, NotInPlan and NotInAnyPlan (team billing, free assistants, staff areas), OwnerStays,
    RolesMissing, and BadInput for an offer where nothing is ever paid.
    """
    stored_roles, stored_areas = checked_roles(before=(), after=roles, areas=areas, other_admins=1)
    plan = next((p for p in account_types(plan_of(actor.practice_id, actor.at).plan) if p.id == plan_id), None)
    if plan is None:
        raise UnknownPlan
    known = catalogue()
    if plan.id == known.assistant_seat:
        require_included(actor, Entitlement.FREE_ASSISTANTS)
    if stored_areas:
        require_included(actor, Entitlement.STAFF_AREAS)
    return Terms(plan.id, _checked_offer(actor, plan, offer), tuple(stored_roles), tuple(stored_areas))


def checked_free_terms(actor: Actor, *, plan_id: str, roles: Collection[Role], areas: Collection[Area]) -> Terms:
    """Return the terms of a join link: a free account type, and no role that manages the team (I7).

    Refuses like `checked_terms`, and with BadInput for a paid account type or the role administrator.
    """
    fields = {}
    if plan_id not in {plan.id for plan in catalogue().free_types()}:
        fields["account_type"] = N_("A link gives a free account type only.")
    if not set(roles) <= GIVEN_BY_ADMINS - {Role.ADMIN}:
        fields["roles"] = N_("A link makes nobody owner or administrator.")
    if fields:
        raise BadInput(fields=fields)
    return checked_terms(actor, plan_id=plan_id, offer=Offer.THEMSELVES, roles=roles, areas=areas)


def hold_team(actor: Actor) -> None:
    """Let nobody else add people to the team until the transaction ends. Refuses with NotATeam.

    The lock lets others refer to the practice meanwhile, as an acceptance does.
    """
    hold_plan_of(actor.practice_id)
    if not is_team(actor.practice_id):
        raise NotATeam


def require_room(actor: Actor, *, more: int) -> None:
    """Pass when so many people can be added without the operator's help (T12); after `hold_team`.

    Refuses with LargeTeam; a practice under a contract is not limited.
    """
    if not has_room(actor, more=more):
        raise LargeTeam(limit=catalogue().large_team_from)


def _checked_offer(actor: Actor, plan: Plan, offer: Offer) -> Offer:
    if offer is not Offer.THEMSELVES and not catalogue().billing:
        raise BadInput(fields={"offer": N_("Nothing is paid here, so there is nothing to offer.")})
    if not plan.is_paid:
        return Offer.THEMSELVES
    if offer is not Offer.THEMSELVES:
        require_included(actor, Entitlement.TEAM_BILLING)
    return offer
