"""Opening somebody's affiliate link (T13)."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from kollega.catalogue.in_force import catalogue
from kollega.catalogue.queries.affiliates import is_code_of
from kollega.catalogue.rules.affiliates import code_in
from kollega.edge.access import public
from kollega.edge.visits import visit_of
from kollega.platform.limits import Limit, hit
from kollega.web.affiliate.memory import remember_code

OPENED = Limit("affiliate-opened", 60, 600)


@public("Anybody may come by a link that somebody shares; it leads to sign-up and shows nothing of whose it is.")
@require_GET
def via(request: HttpRequest, code: str) -> HttpResponseBase:
    """Remember the code and lead on. An unknown code does the same, and counts for nothing later."""
    hit(OPENED, visit_of(request).network)
    response = redirect("accounts:sign_up" if settings.SIGNUP_OPEN else "practices:start")
    known = code_in(code)
    if known and catalogue().affiliate is not None and not is_code_of(known, request.user.pk):
        remember_code(response, known)
    return response
