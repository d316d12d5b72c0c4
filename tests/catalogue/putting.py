"""Putting practices on plans the way the product does."""

from kollega.catalogue.operations.practice_plans import choose_plan
from kollega.kernel.actor import Actor


def on_plan(actor: Actor, plan_id: str) -> Actor:
    """Give the actor's practice a plan and return the actor."""
    choose_plan(actor, plan_id=plan_id)
    return actor
