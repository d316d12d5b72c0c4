"""The account types as choices, each with what it costs."""

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.rules.plans import Plan
from kollega.kernel.actor import Actor
from kollega.practices.queries.practices import practice
from kollega.teams.queries.account_types import account_types
from kollega.web.plans.prices import price_of_seat
from kollega.web.plans.words import plan_name


def type_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return ids and words of the types that the practice's plan offers."""
    currency, offered = practice(actor).currency, account_types(actor)

    def words(plan: Plan) -> str:
        if not catalogue().billing:
            return plan_name(plan)
        price = price_of_seat(plan, currency, offered.cycle)
        return f"{plan_name(plan)} · {price.amount} {price.per}".strip()

    return [(plan.id, words(plan)) for plan in offered.plans]
