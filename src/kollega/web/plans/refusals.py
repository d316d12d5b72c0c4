"""Refusals of the catalogue in the place where something was tried, with the way on."""

from django.http import HttpRequest
from django.urls import reverse

from kollega.catalogue.errors import HighestLimitReached, NotInAnyPlan, NotInPlan, PlanLimitReached
from kollega.kernel.permissions import Permission
from kollega.practices.queries.profile import profile_of

PLAN_REFUSALS = (NotInPlan, PlanLimitReached, NotInAnyPlan, HighestLimitReached)
CODES = frozenset(refusal.code for refusal in PLAN_REFUSALS)


def plans_url(request: HttpRequest) -> str:
    """Return where plans are chosen, for those who may; empty for others."""
    actor = getattr(request, "actor", None)
    if actor is None or not actor.may(Permission.BILLING_MANAGE):
        return ""
    return reverse("plans:plans", args=[profile_of(actor).slug])
