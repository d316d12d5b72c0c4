"""The way on after a refusal of the catalogue: to the plans, or to somebody who may change them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from kollega.catalogue.errors import HighestLimitReached, NotInAnyPlan, NotInPlan, PlanLimitReached
from kollega.kernel.permissions import Permission
from kollega.practices.queries.profile import profile_of

PLAN_REFUSALS = (NotInPlan, PlanLimitReached, NotInAnyPlan, HighestLimitReached)
_LEADS_ON = frozenset({NotInPlan.code, PlanLimitReached.code})


@dataclass(frozen=True, slots=True)
class WayOut:
    """`url` is where plans are chosen; empty for those who must ask an administrator."""

    url: str


def way_out(request: HttpRequest | None, code: str | None) -> WayOut | None:
    """Return the way on after a refusal with this code, or None where no plan would help."""
    actor = getattr(request, "actor", None)
    if code not in _LEADS_ON or actor is None:
        return None
    if not actor.may(Permission.BILLING_MANAGE):
        return WayOut("")
    return WayOut(reverse("plans:plans", args=[profile_of(actor).slug]))
