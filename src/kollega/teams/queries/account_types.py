"""Which account types a member can have in a practice (P3, T6)."""

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.plans import plan_of
from kollega.catalogue.rules.plans import Plan
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query


@query(requires=Permission.BILLING_MANAGE)
def account_types(actor: Actor) -> list[Plan]:
    """Return the account types that the practice's plan offers: those of clinicians first, then the free ones."""
    return offered_types(actor)


def offered_types(actor: Actor) -> list[Plan]:
    """The same inside an operation."""
    known = catalogue()
    return [*known.clinician_types_of(plan_of(actor.practice_id, actor.at).plan), *known.free_types()]
