"""Confirming who one is before signing a note or changing how one signs in."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kollega.accounts.operations import confirming
from kollega.accounts.queries.factors import factors_of
from kollega.edge.access import SignedInRequest, signed_in
from kollega.edge.login_sessions import login_of
from kollega.edge.signing_in import confirm as renew_authentication
from kollega.edge.visits import visit_of
from kollega.kernel.errors import Refusal
from kollega.web.accounts.answers import form_page, in_dialog, next_page, refused_form
from kollega.web.accounts.forms import ConfirmForm


@signed_in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def confirm(request: SignedInRequest) -> HttpResponseBase:
    """Ask for the password again; in a dialog success is the event `login-confirmed`, else the page `next` opens."""
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if is_demo_person(request):
        form.fields["password"].required = False
    around = {"factors": factors_of(request.user.pk), "demo_person": is_demo_person(request)}
    if request.method == "GET":
        return form_page(request, "confirm", form, around=around)
    if not form.is_valid():
        return form_page(request, "confirm", form, status=422, around=around)
    if not is_demo_person(request):
        try:
            confirming.check_password(
                login_of(request), password=form.cleaned_data["password"], visit=visit_of(request)
            )
        except Refusal as refusal:
            return refused_form(request, "confirm", form, refusal, field="password", around=around)
    return confirmed_answer(request)


def is_demo_person(request: HttpRequest) -> bool:
    """In the demo its people confirm with one press: they have no password."""
    return settings.DEMO and bool(getattr(request.user, "is_demo", False))


def confirmed_answer(request: HttpRequest) -> HttpResponseBase:
    """Renew the session and let the page go on."""
    renew_authentication(request)
    if in_dialog(request):
        events = json.dumps({"dialog-close": True, "login-confirmed": True})
        return HttpResponse(status=204, headers={"HX-Trigger": events})
    return redirect(next_page(request))
