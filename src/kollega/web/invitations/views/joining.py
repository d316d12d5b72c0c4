"""What somebody sees who opens a join link: the team's name, and the button that asks its administrators (I7)."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from kollega.edge.access import public
from kollega.edge.answers import sentence
from kollega.edge.guests import guest_actor
from kollega.edge.headers import secret_address
from kollega.edge.visits import visit_of
from kollega.kernel import clock
from kollega.kernel.errors import Refusal
from kollega.platform.limits import hit
from kollega.teams import limits
from kollega.teams.errors import LinkGone
from kollega.teams.operations.requesting import ask_to_join
from kollega.teams.queries.holders import good_join_link
from kollega.teams.queries.requests import waiting_by
from kollega.web.invitations.answers import dead_link
from kollega.web.invitations.views.pending import role_words
from kollega.web.invitations.words import name_of_type


@public("the token of a join link opens it; without a good one there is one page for everybody")
@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET shows whose link it is; POST by somebody who is signed in asks to join."""
    hit(limits.LOOKED_AT_BY_NETWORK, visit_of(request).network)
    waits_at = waiting_by(token, request.user.pk) if request.user.is_authenticated else None
    if waits_at is not None:
        return render(request, "invitations/asked.html", {"team": waits_at.name})
    found = good_join_link(token, clock.now())
    if found is None:
        return dead_link(request, token)
    here = reverse("invitations:join", args=[token])
    context = {
        "team": found.place.name,
        "roles": role_words(found.roles, found.areas),
        "account_type": name_of_type(found.plan_id),
        "sign_in_url": f"{reverse('accounts:sign_in')}?{urlencode({'next': here})}",
        "sign_up_open": settings.SIGNUP_OPEN,
    }
    if request.method != "POST" or not request.user.is_authenticated:
        return render(request, "invitations/join.html", context)
    actor = guest_actor(request, request.user, practice_id=found.place.practice_id, zone=found.place.zone)
    try:
        ask_to_join(actor, token=token)
    except LinkGone:
        return dead_link(request, token)
    except Refusal as refusal:
        return render(
            request, "invitations/join.html", {**context, "refused": sentence(refusal)}, status=refusal.status
        )
    return redirect("invitations:join", token)
