"""Setting up the second step: authenticator app and recovery codes. Passkeys are in `passkeys`."""

import base64

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kollega.accounts.operations import factors, one_time_codes
from kollega.accounts.queries.factors import factors_of
from kollega.accounts.rules.codes import secret_as_text, setup_address
from kollega.edge.access import SignedInRequest, signed_in
from kollega.edge.login_sessions import login_of
from kollega.edge.signing_in import renew
from kollega.edge.visits import visit_of
from kollega.kernel.errors import Refusal
from kollega.web.accounts.answers import next_page, refused_form
from kollega.web.accounts.forms import OneTimeCodeForm
from kollega.web.accounts.fresh import after_fresh_login
from kollega.web.accounts.qr import qr_drawing

_SETUP = "one_time_codes_setup"


@signed_in
@require_GET
def second_factor(request: SignedInRequest) -> HttpResponseBase:
    """Where somebody without a second factor is led before practice pages open."""
    return render(request, "accounts/second_factor.html", {"next": next_page(request)})


@signed_in
@after_fresh_login("accounts:second_factor")
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def set_up_codes(request: SignedInRequest) -> HttpResponseBase:
    """Show the secret as a picture and as text, and take the first code of the app."""
    sealed = _secret_in_session(request)
    secret = one_time_codes.opened(request.user.pk, sealed)
    shown = {
        "picture": qr_drawing(setup_address(secret, account=request.user.email)),
        "secret": secret_as_text(secret),
        "replaces": factors_of(request.user.pk).codes_since is not None,
    }
    form = OneTimeCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _setup_page(request, form, shown)
    if not form.is_valid():
        return _setup_page(request, form, shown, status=422)
    try:
        made = factors.add_one_time_codes(
            login_of(request), sealed=sealed, code=form.cleaned_data["code"], visit=visit_of(request)
        )
    except Refusal as refusal:
        return refused_form(request, "set_up_codes", form, refusal, field="code", around=shown)
    del request.session[_SETUP]
    return factor_added(request, made)


@signed_in
@after_fresh_login()
@require_POST
def remove_codes(request: SignedInRequest) -> HttpResponseBase:
    factors.remove_one_time_codes(login_of(request), visit=visit_of(request))
    renew(request)
    return redirect("accounts:account")


@signed_in
@after_fresh_login()
@require_http_methods(["GET", "POST"])
def recovery_codes(request: SignedInRequest) -> HttpResponseBase:
    """Make new recovery codes; the old ones stop working. They are shown this once."""
    if request.method == "GET":
        return render(request, "accounts/recovery_codes_ask.html", {"factors": factors_of(request.user.pk)})
    codes = factors.make_recovery_codes(login_of(request), visit=visit_of(request))
    return recovery_codes_page(request, codes)


def factor_added(request: SignedInRequest, made: list[str]) -> HttpResponseBase:
    """Go on under a new session id; the first factor brings recovery codes, shown this once."""
    renew(request)
    if made:
        return recovery_codes_page(request, made)
    return redirect(next_page(request) if "next" in request.POST else "accounts:account")


def recovery_codes_page(request: SignedInRequest, codes: list[str]) -> HttpResponseBase:
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": next_page(request)})


def _setup_page(
    request: SignedInRequest, form: OneTimeCodeForm, shown: dict[str, object], *, status: int = 200
) -> HttpResponseBase:
    context = {"form": form, "next": next_page(request), **shown}
    return render(request, "accounts/set_up_codes.html", context, status=status)


def _secret_in_session(request: SignedInRequest) -> bytes:
    """The secret stays the same over reloads of the page, sealed in the session until a code proves it."""
    held = request.session.get(_SETUP)
    if held is None:
        held = base64.b64encode(one_time_codes.sealed_new_secret(request.user.pk)).decode()
        request.session[_SETUP] = held
    return base64.b64decode(held)
