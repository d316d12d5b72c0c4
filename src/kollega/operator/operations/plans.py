"""The operator gives a practice another plan; it stands in the practice's own log and history (TI-7)."""

from kollega.catalogue.operations.practice_plans import give_plan
from kollega.catalogue.rules.plans import Cycle
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import operation


@operation(requires=Permission.OPERATOR_MANAGE)
def set_plan(actor: Actor, *, plan_id: str, cycle: Cycle) -> None:
    """Give the actor's practice a plan of the catalogue from now on.

    Refuses with UnderContract, UnknownPlan, AlreadyThisPlan, StillPays.
    """
    give_plan(actor, plan_id=plan_id, cycle=cycle)
