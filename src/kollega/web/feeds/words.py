"""Why a calendar elsewhere could not be read, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.kernel.errors import N_

FAILURES = {
    "bad_address": N_("The address cannot be used. Remove the calendar and add it with its right address."),
    "not_allowed": N_("The address leads to a place that is not read from here. Use a public https address."),
    "unreachable": N_("The other side does not answer. It is tried again by itself."),
    "not_secure": N_("The other side's certificate is not valid, so nothing was read."),
    "too_large": N_("The calendar is larger than 5 MB and is not read."),
    "too_slow": N_("The other side took too long. It is tried again by itself."),
    "too_many_redirects": N_("The address leads from one place to the next. Use the calendar's own address."),
    "gone": N_("The other side says that there is no such calendar, or no longer for us. Check its address."),
    "no_calendar": N_("What came is not a calendar, perhaps a sign-in page. Use the secret address in iCal format."),
}


def failure_words(code: str) -> str:
    """The sentence for a code; empty for none."""
    return _(FAILURES.get(code, FAILURES["unreachable"])) if code else ""


def left_out_words(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)s entry could not be read and is left out.",
        "%(count)s entries could not be read and are left out.",
        count,
    ) % {"count": count}
