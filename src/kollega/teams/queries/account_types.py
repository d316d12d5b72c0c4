"""Which account types a member can have in a practice (P3, T6)."""

from dataclasses import dataclass

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.plans import plan_of
from kollega.catalogue.rules.plans import Cycle, Plan
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query


@dataclass(frozen=True, slots=True)
class AccountTypes:
    """The types that a practice's plan offers, those of clinicians first, and the cycle in which it pays."""

    plans: list[Plan]
    cycle: Cycle


@query(requires=Permission.BILLING_MANAGE)
def account_types(actor: Actor) -> AccountTypes:
    """Return the account types that a member can have here."""
    return AccountTypes(offered_types(actor), plan_of(actor.practice_id, actor.at).cycle)


def offered_types(actor: Actor) -> list[Plan]:
    """The plans of these types; inside an operation."""
    known = catalogue()
    return [*known.clinician_types_of(plan_of(actor.practice_id, actor.at).plan), *known.free_types()]
