"""Account types, offers, consequences and findings in words."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.rules.offers import Offer
from kollega.catalogue.rules.plans import Cycle, Entitlement, Plan
from kollega.kernel.locales import locale_of
from kollega.teams.rules.batches import FAULT_WORDS, Finding
from kollega.teams.rules.joining import Consequence, Says
from kollega.web.plans.prices import per_clinician, price_words
from kollega.web.plans.words import limit_words, plan_name

OFFERS: dict[Offer, tuple[str | Promise, str | Promise]] = {
    Offer.NOW: (gettext_lazy("Pay now"), gettext_lazy("The practice pays from the day of joining; a trial ends then.")),
    Offer.AFTER_TRIAL: (
        gettext_lazy("Pay after the trial"),
        gettext_lazy("A trial runs to its end, then the practice pays. Without a trial: from the day of joining."),
    ),
    Offer.THEMSELVES: (
        gettext_lazy("Do not pay"),
        gettext_lazy("They join with the plan they have, and pay for it themselves."),
    ),
}


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """One address of a batch with a sentence; `tone` is good, warn or bad."""

    address: str
    words: str
    tone: str


def choice(title: str | Promise, *hints: str | Promise) -> SafeString:
    """Return the label of a choice with smaller lines below it."""
    lines = [format_html('<span class="choice-hint">{}</span>', hint) for hint in hints if hint]
    return format_html("{}" + "{}" * len(lines), title, *lines)


def type_choice(plan: Plan, currency: str, cycle: Cycle) -> tuple[str, SafeString]:
    """Return an account type as a choice: name, price, and what it allows."""
    price = price_words(plan, currency, cycle)
    each = per_clinician(cycle) if plan.is_paid else ""
    allowed = limit_words(Entitlement.APPOINTMENTS_A_MONTH, plan.allowance(Entitlement.APPOINTMENTS_A_MONTH))
    priced = f"{price} {each}".strip() if catalogue().billing else ""
    return plan.id, choice(plan_name(plan), priced, allowed)


def name_of_type(plan_id: str) -> str:
    plan = catalogue().plan(plan_id)
    return plan_name(plan) if plan else plan_id


def date_words(moment: datetime, zone: tzinfo) -> str:
    return format_date(moment.astimezone(zone), "long", locale=locale_of(get_language() or "en"))


def days_left_words(days: int) -> str:
    if not days:
        return _("Expired")
    return ngettext("%(number)s day left", "%(number)s days left", days) % {"number": days}


def finding_words(finding: Finding) -> str:
    return {
        Finding.INVITED: _("Invited."),
        Finding.NO_ADDRESS: _(FAULT_WORDS[Finding.NO_ADDRESS]),
        Finding.LOOKS_ALIKE: _(FAULT_WORDS[Finding.LOOKS_ALIKE]),
        Finding.ALREADY_MEMBER: _("Is a member already."),
        Finding.ALREADY_INVITED: _("Has a pending invitation already. Send that one again under Invitations."),
    }[finding]


def consequence_words(told: Consequence, zone: tzinfo) -> str:
    """Return one line of what joining changes, as a whole sentence."""
    values = {
        "plan": plan_name(told.plan) if told.plan else "",
        "date": date_words(told.at, zone) if told.at else "",
        "cycle": _("yearly") if told.cycle is Cycle.YEAR else _("monthly"),
    }
    later = told.code is Says.PRACTICE_PAYS and told.at is not None
    sentence = _("From %(date)s the practice pays for %(plan)s, %(cycle)s.") if later else _SENTENCES[told.code]
    return str(sentence) % values


_SENTENCES: dict[Says, str | Promise] = {
    Says.GIVEN: gettext_lazy("In this practice you have the account type %(plan)s. It costs nothing."),
    Says.OWN_STAYS: gettext_lazy("Your own plan %(plan)s stays as it is."),
    Says.PAYS_THEMSELVES: gettext_lazy("The practice does not pay for you. You choose and pay for a plan yourself."),
    Says.KEEPS_PAYING: gettext_lazy(
        "You pay for your plan %(plan)s yourself and go on doing so. After you cancel it, the practice can pay."
    ),
    Says.OWN_ENDS: gettext_lazy("Your own plan %(plan)s ends today."),
    Says.UNUSED_CREDITED: gettext_lazy("Its unused days are credited to you on your next invoice."),
    Says.UNUSED_LOST: gettext_lazy("Its unused days are not paid back."),
    Says.TRIAL_ENDS: gettext_lazy("Your trial of %(plan)s ends today."),
    Says.TRIAL_GOES_ON: gettext_lazy("Your trial goes on until %(date)s, with the account type %(plan)s."),
    Says.UPGRADED: gettext_lazy("Your free account is upgraded to %(plan)s."),
    Says.PRACTICE_PAYS: gettext_lazy("From today the practice pays for %(plan)s, %(cycle)s."),
    Says.PRACTICE_ON_TRIAL: gettext_lazy("The practice tries %(plan)s out until %(date)s. Nobody pays until then."),
}
