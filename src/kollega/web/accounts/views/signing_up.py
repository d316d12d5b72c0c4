"""Signing up: name and address, a mail, then the password on the page that its link opens."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from kollega.accounts.errors import LinkDead, SignUpClosed
from kollega.accounts.operations import links, signing_up
from kollega.edge.access import public
from kollega.edge.answers import refusal_page
from kollega.edge.visits import visit_of
from kollega.kernel.errors import Refusal
from kollega.web.accounts.answers import HOME, form_page, refused_form, signed_in_answer
from kollega.web.accounts.forms import NewPersonForm, SignUpForm
from kollega.web.affiliate.memory import remembered_code


@public("Anybody may ask for an account where sign-up is open.")
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponseBase:
    """The answer is the same for an address that already has an account (AU-6)."""
    if not settings.SIGNUP_OPEN:
        return refusal_page(request, SignUpClosed())
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return form_page(request, "sign_up", form)
    if not form.is_valid():
        return form_page(request, "sign_up", form, status=422)
    try:
        signing_up.wish(
            address=form.cleaned_data["address"],
            name=form.cleaned_data["name"],
            language=get_language() or "en",
            visit=visit_of(request),
            affiliate_code=remembered_code(request),
        )
    except Refusal as refusal:
        return refused_form(request, "sign_up", form, refusal)
    return redirect("accounts:sign_up_sent")


@public("Says that a mail is under way; tells nothing about any account.")
@require_GET
def sign_up_sent(request: HttpRequest) -> HttpResponseBase:
    return render(request, "accounts/sign_up_sent.html")


@public("Only the holder of a mailed token gets past the first line.")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponseBase:
    """Choose the password; this makes the account and signs in. Opening the link alone changes nothing."""
    try:
        link = links.opened(links.Purpose.SIGN_UP, token, now=visit_of(request).at)
    except LinkDead:
        return render(request, "accounts/link_dead.html", {"again": "accounts:sign_up"}, status=410)
    form = NewPersonForm(request.POST if request.method == "POST" else None, initial={"name": link.name})
    if request.method == "GET":
        return form_page(request, "verify", form, around={"address": link.address})
    if not form.is_valid():
        return form_page(request, "verify", form, status=422, around={"address": link.address})
    try:
        person_id = signing_up.finish(
            token=token, name=form.cleaned_data["name"], password=form.cleaned_data["password"], visit=visit_of(request)
        )
    except Refusal as refusal:
        return refused_form(request, "verify", form, refusal, around={"address": link.address})
    return signed_in_answer(request, person_id, second_factor=False, next_address=HOME)
