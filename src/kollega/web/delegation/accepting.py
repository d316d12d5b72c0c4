"""What the holder of an offer's secret sees, and the button that accepts it."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kollega.delegation.limits import LOOKED_AT_BY_NETWORK
from kollega.delegation.operations.accepting import accept_grant
from kollega.delegation.queries.offered import OfferedGrant, good_offer
from kollega.edge.access import public
from kollega.edge.answers import sentence
from kollega.edge.guests import guest_actor
from kollega.edge.headers import secret_address
from kollega.edge.visits import visit_of
from kollega.kernel import clock
from kollega.kernel.errors import Refusal
from kollega.platform.limits import hit
from kollega.web.delegation.words import SHOWN_WORDS, deed_words, moment_words


@public("the mailed secret opens it; without a good one there is one page for everybody")
@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET shows and never accepts, however often a mail scanner asks; POST accepts."""
    hit(LOOKED_AT_BY_NETWORK, visit_of(request).network)
    found = good_offer(token, clock.now())
    if found is None:
        return render(request, "delegation/offer.html", {"found": None}, status=410)
    if request.method != "POST":
        return _page(request, token, found)
    if not request.user.is_authenticated:
        return redirect(_sign_in(token))
    actor = guest_actor(request, request.user, practice_id=found.place.practice_id, zone=found.place.zone)
    try:
        accept_grant(actor, token=token)
    except Refusal as refusal:
        return _page(request, token, found, refusal)
    messages.success(request, _("You may use the calendar of %(owner)s now.") % {"owner": found.owner})
    return redirect("delegation:list", found.place.slug)


def _sign_in(token: str) -> str:
    return f"{reverse('accounts:sign_in')}?{urlencode({'next': reverse('delegation:offer', args=[token])})}"


def _page(request: HttpRequest, token: str, found: OfferedGrant, refusal: Refusal | None = None) -> HttpResponseBase:
    person = request.user
    context = {
        "found": found,
        "deeds": deed_words(found.deeds),
        "fields": SHOWN_WORDS[found.fields],
        "since": moment_words(found.starts_at, found.place.timezone, at=clock.now()),
        "until": moment_words(found.ends_at, found.place.timezone, at=clock.now()),
        "is_signed_in": person.is_authenticated,
        "is_theirs": person.is_authenticated and person.email == found.email,
        "sign_in_url": _sign_in(token),
        "refused": sentence(refusal) if refusal else "",
    }
    return render(request, "delegation/offer.html", context, status=refusal.status if refusal else 200)
