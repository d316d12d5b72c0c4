"""What a practice gains and loses with another plan, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kollega.catalogue.rules.plans import LIMITS, Allowance, Plan
from kollega.web.plans.words import BENEFITS, limit_words, shown_for


@dataclass(frozen=True, slots=True)
class Comparison:
    """Sentences about what is more and what is less than before."""

    more: list[str]
    less: list[str]


def compared(before: Plan, after: Plan) -> Comparison:
    """Compare what two plans allow; what both allow alike is left out."""
    more, less = [], []
    for entitlement in dict.fromkeys([*shown_for(after), *shown_for(before)]):
        had, has = before.allowance(entitlement), after.allowance(entitlement)
        if _size(had) == _size(has):
            continue
        words = limit_words(entitlement, has) if entitlement in LIMITS else str(BENEFITS[entitlement])
        if _size(has) > _size(had):
            more.append(words)
        else:
            less.append(words if entitlement in LIMITS else _("Without: %(what)s") % {"what": words})
    return Comparison(more, less)


def _size(allowed: Allowance) -> float:
    return float("inf") if allowed is None else float(allowed)
