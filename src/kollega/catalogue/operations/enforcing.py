"""Refusing what a plan does not allow; called inside operations, at the one place where each thing is used.

Whoever counts things holds a lock over counting and storing, so that parallel requests cannot pass the limit.
"""

from uuid import UUID

from kollega.catalogue.errors import (
    AppointmentLimitReached,
    HighestLimitReached,
    NotInAnyPlan,
    NotInPlan,
    PlanName,
    RoomLimitReached,
    TemplateLimitReached,
)
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.following import hold_plan_of
from kollega.catalogue.queries.plans import personal_allowance, practice_allowance
from kollega.catalogue.rules.allowances import cheapest_with, is_enough
from kollega.catalogue.rules.plans import Allowance, Entitlement
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Refusal


def require_included(actor: Actor, entitlement: Entitlement) -> None:
    """Pass when the practice's plan includes it. Refuses with NotInPlan or NotInAnyPlan."""
    if not is_enough(practice_allowance(actor.practice_id, actor.at, entitlement)):
        raise _not_included(entitlement)


def hold_plan_where_limited(actor: Actor, entitlement: Entitlement) -> None:
    """Hold the practice's plan while its things are counted; nothing where no plan limits them."""
    if catalogue().limits(entitlement):
        hold_plan_of(actor.practice_id)


def require_room_for(actor: Actor, entitlement: Entitlement, *, already: int) -> None:
    """Pass when the practice's plan allows one more than there are. Refuses with PlanLimitReached or Highest..."""
    allowed = practice_allowance(actor.practice_id, actor.at, entitlement)
    if not is_enough(allowed, already + 1):
        raise _used_up(entitlement, allowed, already + 1)


def require_personal(actor: Actor, person_id: UUID, entitlement: Entitlement, *, already: int = 0) -> None:
    """Pass when the person's seats allow one more than there are. Refuses like the two above."""
    allowed = personal_allowance(actor.practice_id, person_id, actor.at, entitlement)
    require_within(entitlement, allowed, already=already)


def require_within(entitlement: Entitlement, allowed: Allowance, *, already: int) -> None:
    """Pass when a known allowance covers one more than there are. Refuses like the others."""
    if not is_enough(allowed, already + 1):
        raise _not_included(entitlement) if not allowed else _used_up(entitlement, allowed, already + 1)


_REACHED = {
    Entitlement.APPOINTMENTS_A_MONTH: AppointmentLimitReached,
    Entitlement.ROOMS: RoomLimitReached,
    Entitlement.OWN_TEMPLATES: TemplateLimitReached,
}


def _not_included(entitlement: Entitlement) -> Refusal:
    plan = cheapest_with(catalogue(), entitlement)
    if plan is None:
        return NotInAnyPlan(wanted=entitlement.value)
    return NotInPlan(wanted=entitlement.value, plan=PlanName(plan), plan_id=plan.id)


def _used_up(entitlement: Entitlement, allowed: Allowance, wanted: int) -> Refusal:
    plan = cheapest_with(catalogue(), entitlement, wanted)
    if plan is None:
        return HighestLimitReached(wanted=entitlement.value, limit=allowed)
    return _REACHED[entitlement](wanted=entitlement.value, limit=allowed, plan=PlanName(plan), plan_id=plan.id)
