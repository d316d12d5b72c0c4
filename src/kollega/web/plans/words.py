"""What plans allow and who pays, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.rules.paying import Obstacle
from kollega.catalogue.rules.plans import LIMITS, PERSONAL, Allowance, Entitlement, Plan, Scope
from kollega.teams.queries.billing import Payer, Status

BENEFITS: dict[Entitlement, str | Promise] = {
    Entitlement.CALENDAR_COMMUNITY: gettext_lazy("Calendar community"),
    Entitlement.TEAM_BILLING: gettext_lazy("Team billing"),
    Entitlement.SHARED_TEMPLATES: gettext_lazy("Shared templates"),
    Entitlement.SHARED_NOTES: gettext_lazy("Shared notes"),
    Entitlement.FREE_ASSISTANTS: gettext_lazy("Free assistants"),
    Entitlement.DELEGATION: gettext_lazy("Booking in another's calendar"),
    Entitlement.STAFF_AREAS: gettext_lazy("Office staff with areas of their own"),
    Entitlement.NOTES: gettext_lazy("Notes"),
}
PAYERS: dict[Payer, str | Promise] = {
    Payer.PRACTICE: gettext_lazy("The practice"),
    Payer.THEMSELVES: gettext_lazy("Themselves"),
    Payer.OTHER_PRACTICE: gettext_lazy("Another practice"),
    Payer.NOBODY: gettext_lazy("Nobody"),
}
STATUSES: dict[Status, tuple[str | Promise, str, str]] = {
    Status.FREE: (gettext_lazy("Free"), "", "check"),
    Status.TRIAL: (gettext_lazy("Trial"), "chip-info", "hourglass"),
    Status.TRIAL_THEN_PAID: (gettext_lazy("Trial, then paid"), "chip-info", "hourglass"),
    Status.PAID: (gettext_lazy("Paid"), "chip-good", "circle-check"),
    Status.LAPSED: (gettext_lazy("Trial ended"), "chip-warn", "clock"),
}
OBSTACLES: dict[Obstacle, str | Promise] = {
    Obstacle.PAID_HERE: "",
    Obstacle.PAID_ELSEWHERE: gettext_lazy("Another practice pays for this member."),
    Obstacle.PAYS_THEMSELVES: gettext_lazy("Pays for themselves. After they cancel, the practice can pay."),
    Obstacle.NOT_ON_TRIAL: "",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a plan allows, or does not."""

    words: str
    included: bool


def plan_name(plan: Plan) -> str:
    """Return a plan's name in the current language."""
    return plan.label.get(get_language() or "en", plan.label["en"])


def name_of(plan_id: str) -> str:
    """Return the name of a stored plan; one that the catalogue no longer knows is shown by its id."""
    plan = catalogue().plan(plan_id)
    return plan_name(plan) if plan else plan_id


def about(plan: Plan) -> str:
    return plan.about.get(get_language() or "en", plan.about.get("en", ""))


def lines(plan: Plan, among: Sequence[Plan] = ()) -> list[Line]:
    """Return what a plan allows, limits first, then what is included and what is not.

    Personal things that are the same in all the plans beside it are left out.
    """
    shown = [entitlement for entitlement in shown_for(plan) if not _is_same(entitlement, among)]
    return [_line(entitlement, plan.allowance(entitlement)) for entitlement in shown]


def shown_for(plan: Plan) -> list[Entitlement]:
    """Return what a plan says something about, limits first."""
    is_seat, is_practice = catalogue().is_a_seat(plan), plan.scope is Scope.PRACTICE
    shown = [e for e in Entitlement if (e in PERSONAL and is_seat) or (e not in PERSONAL and is_practice)]
    return sorted(shown, key=lambda e: (e not in LIMITS, e is not Entitlement.APPOINTMENTS_A_MONTH))


def _is_same(entitlement: Entitlement, among: Sequence[Plan]) -> bool:
    return entitlement in PERSONAL and len(among) > 1 and len({plan.allowance(entitlement) for plan in among}) == 1


def _line(entitlement: Entitlement, allowed: Allowance) -> Line:
    if entitlement in LIMITS:
        return Line(limit_words(entitlement, allowed), allowed is None or bool(allowed))
    return Line(str(BENEFITS[entitlement]), bool(allowed))


def limit_words(entitlement: Entitlement, allowed: Allowance) -> str:
    """Return a limit as words; None is without limit."""
    if entitlement is Entitlement.ROOMS:
        return _rooms(allowed)
    if entitlement is Entitlement.OWN_TEMPLATES:
        return _templates(allowed)
    if allowed is None:
        return _("Unlimited appointments")
    if not allowed:
        return _("No appointments of their own")
    return ngettext("%(number)s appointment a month", "%(number)s appointments a month", int(allowed)) % {
        "number": allowed
    }


def _rooms(allowed: Allowance) -> str:
    if allowed is None:
        return _("Unlimited rooms")
    return ngettext("%(number)s room", "%(number)s rooms", int(allowed)) % {"number": int(allowed)}


def _templates(allowed: Allowance) -> str:
    if allowed is None:
        return _("Unlimited own templates")
    return ngettext("%(number)s own template", "%(number)s own templates", int(allowed)) % {"number": int(allowed)}


def days_left(ends_at: datetime, now: datetime) -> int:
    """Return the days that remain, a begun day counted as one."""
    return -((now - ends_at) // timedelta(days=1))


def days_left_words(ends_at: datetime, now: datetime) -> str:
    days = days_left(ends_at, now)
    return ngettext("%(number)s day left", "%(number)s days left", days) % {"number": days}
