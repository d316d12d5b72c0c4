"""What plans, entitlements and rules of a catalogue are called in the back office."""

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kollega.catalogue.rules.plans import Allowance, Catalogue, Entitlement, Membership, OnCancel, SelfPayer
from kollega.web.plans.words import BENEFITS, name_of

ENTITLEMENT_WORDS: dict[Entitlement, str | Promise] = {
    **BENEFITS,
    Entitlement.ROOMS: _("Rooms"),
    Entitlement.APPOINTMENTS_A_MONTH: _("Appointments a month"),
    Entitlement.OWN_TEMPLATES: _("Own templates"),
}
_MEMBERSHIP: dict[Membership, Promise] = {
    Membership.MANY: _("A person may be in several teams."),
    Membership.EXCLUSIVE: _("A person is in one team at a time."),
}
_SELF_PAYER: dict[SelfPayer, Promise] = {
    SelfPayer.KEEP: _("Who pays for themselves cancels first; then a practice can pay for them."),
    SelfPayer.TAKE_OVER: _("When a practice pays, a plan that the person paid themselves ends."),
}
_ON_CANCEL: dict[OnCancel, Promise] = {
    OnCancel.CREDIT: _("Unused days are credited when a seat ends."),
    OnCancel.NONE: _("Unused days are not credited when a seat ends."),
}


def allowance_words(value: Allowance) -> str:
    """Return what an allowance says: a number, without limit, yes or no."""
    if value is None:
        return gettext("Without limit")
    if value is True:
        return gettext("Yes")
    if value is False:
        return gettext("No")
    return str(value)


def country_words(code: str) -> str:
    return str(Locale.parse(get_language() or "en").territories.get(code, code))


def rule_words(known: Catalogue) -> list[str]:
    """Return the rules of a catalogue as sentences."""
    rules = [
        str(_MEMBERSHIP[known.membership]),
        gettext("A person has one seat in all.")
        if known.one_seat_a_person
        else gettext("A person may have several seats."),
    ]
    if known.billing:
        rules += [str(_SELF_PAYER[known.self_payer]), str(_ON_CANCEL[known.on_cancel])]
    else:
        rules.append(gettext("Nothing is ever paid."))
    if known.team_needs:
        names = ", ".join(name_of(plan_id) for plan_id in known.team_needs)
        rules.append(gettext("A team needs an owner on one of these plans: %(plans)s.") % {"plans": names})
    if known.large_team_from:
        rules.append(gettext("From %(number)s members on, a team asks here first.") % {"number": known.large_team_from})
    rules += [
        gettext("From %(seats)s paid seats on, %(percent)s %% less.") % {"seats": step.seats, "percent": step.percent}
        for step in known.volume
    ]
    return rules + affiliate_words(known)


def affiliate_words(known: Catalogue) -> list[str]:
    """Return what somebody gets who signs up through an affiliate link, as sentences; empty for nothing."""
    given = known.affiliate
    if given is None:
        return []
    words = []
    if given.trial is not None:
        days = given.trial.days
        words.append(
            ngettext(
                "Who comes by an affiliate link tries a paid plan for %(days)s day.",
                "Who comes by an affiliate link tries a paid plan for %(days)s days.",
                days,
            )
            % {"days": days}
        )
    if given.discount_percent:
        words.append(
            gettext("Who comes by an affiliate link pays %(percent)s %% less.") % {"percent": given.discount_percent}
        )
    return words
