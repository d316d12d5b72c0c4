"""A person's own affiliate link: making it, copying it, how many came by it (T13)."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.affiliates import make_link
from kollega.catalogue.queries.affiliates import link_of
from kollega.catalogue.rules.plans import Affiliate
from kollega.edge.access import SignedInRequest, signed_in
from kollega.kernel import clock
from kollega.kernel.errors import NotFound
from kollega.web.own_zone import own_zone


@signed_in
@require_http_methods(["GET", "POST"])
def own_link(request: SignedInRequest) -> HttpResponse:
    """The page; a POST makes the link. There is none where the catalogue gives nothing for it."""
    given = catalogue().affiliate
    if given is None:
        raise NotFound
    if request.method == "POST":
        make_link(request.user.pk, at=clock.now())
        messages.success(request, _("Your link is ready."))
        return redirect("affiliate:own")
    link = link_of(request.user.pk, zone=own_zone(request))
    context = {
        "link": link,
        "address": f"{settings.PUBLIC_URL}{reverse('affiliate:via', args=[link.code])}" if link else "",
        "given": gift_words(given),
        "sign_up_open": settings.SIGNUP_OPEN,
    }
    return render(request, "affiliate/own.html", context)


def gift_words(given: Affiliate) -> list[str]:
    """Return what somebody gets who signs up through a link."""
    words = []
    if given.trial is not None:
        days = given.trial.days
        words.append(
            ngettext("%(days)s day to try a paid plan", "%(days)s days to try a paid plan", days) % {"days": days}
        )
    if given.discount_percent:
        words.append(_("%(percent)s %% off a paid plan") % {"percent": given.discount_percent})
    return words
