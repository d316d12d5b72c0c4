"""A forgotten password: a mail to the stored address, then a new password. It never signs in by itself."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from kollega.accounts.errors import LinkDead
from kollega.accounts.operations import links, passwords
from kollega.edge.access import public
from kollega.edge.visits import visit_of
from kollega.kernel.errors import Refusal
from kollega.web.accounts.answers import form_page, refused_form
from kollega.web.accounts.forms import AddressForm, NewPasswordForm


@public("Anybody may ask for a mail to a stored address; the answer tells nothing about any account.")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return form_page(request, "reset", form)
    if not form.is_valid():
        return form_page(request, "reset", form, status=422)
    try:
        passwords.wish_reset(
            address=form.cleaned_data["address"], language=get_language() or "en", visit=visit_of(request)
        )
    except Refusal as refusal:
        return refused_form(request, "reset", form, refusal)
    return redirect("accounts:reset_sent")


@public("Says that a mail is under way; tells nothing about any account.")
@require_GET
def sent(request: HttpRequest) -> HttpResponseBase:
    return render(request, "accounts/reset_sent.html")


@public("Only the holder of a mailed token gets past the first line.")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, token: str) -> HttpResponseBase:
    """Choose a new password; then sign in with it and the second step."""
    try:
        links.opened(links.Purpose.RESET, token, now=visit_of(request).at)
    except LinkDead:
        return render(request, "accounts/link_dead.html", {"again": "accounts:reset"}, status=410)
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return form_page(request, "reset_choose", form)
    if not form.is_valid():
        return form_page(request, "reset_choose", form, status=422)
    try:
        passwords.finish_reset(token=token, password=form.cleaned_data["password"], visit=visit_of(request))
    except Refusal as refusal:
        return refused_form(request, "reset_choose", form, refusal)
    return redirect("accounts:reset_done")


@public("Says that the password was changed; tells nothing about any account.")
@require_GET
def done(request: HttpRequest) -> HttpResponseBase:
    return render(request, "accounts/reset_done.html")
