"""A person's own account: what is set, what happened, and changing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kollega.accounts.errors import LinkDead
from kollega.accounts.operations import links, login_sessions, passwords, profile
from kollega.accounts.queries.activity import recent_activity
from kollega.accounts.queries.factors import factors_of
from kollega.accounts.queries.sessions import own_sessions
from kollega.catalogue.in_force import catalogue
from kollega.edge.access import SignedInRequest, signed_in
from kollega.edge.login_sessions import login_of
from kollega.edge.signing_in import renew
from kollega.edge.visits import visit_of
from kollega.kernel.errors import Refusal
from kollega.web.accounts.answers import form_page, refused_form
from kollega.web.accounts.forms import AddressForm, NewPasswordForm, ProfileForm
from kollega.web.accounts.fresh import after_fresh_login
from kollega.web.accounts.words import activity_lines
from kollega.web.appearance import keep_person_choice
from kollega.web.operator.door import back_office_address
from kollega.web.own_zone import own_zone


@signed_in
@require_GET
def account(request: SignedInRequest) -> HttpResponseBase:
    return _page(request, _profile_form(request))


@signed_in
@require_POST
def change_profile(request: SignedInRequest) -> HttpResponseBase:
    """Name, language, look and keys."""
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    profile.change(login_of(request), **form.cleaned_data)
    messages.success(request, gettext("Saved."))
    response = redirect("accounts:account")
    keep_person_choice(
        request,
        response,
        theme=form.cleaned_data["theme"],
        language=form.cleaned_data["language"],
        keys=form.cleaned_data["single_keys"],
    )
    return response


@signed_in
@after_fresh_login("accounts:change_password")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def change_password(request: SignedInRequest) -> HttpResponseBase:
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return form_page(request, "change_password", form)
    if not form.is_valid():
        return form_page(request, "change_password", form, status=422)
    try:
        passwords.change(login_of(request), password=form.cleaned_data["password"], visit=visit_of(request))
    except Refusal as refusal:
        return refused_form(request, "change_password", form, refusal)
    renew(request)
    messages.success(request, gettext("The password is changed. Your other logins have ended."))
    return redirect("accounts:account")


@signed_in
@after_fresh_login("accounts:change_address")
@require_http_methods(["GET", "POST"])
def change_address(request: SignedInRequest) -> HttpResponseBase:
    """Ask for another address; it changes when the link in the mail to it is opened."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return form_page(request, "change_address", form)
    if not form.is_valid():
        return form_page(request, "change_address", form, status=422)
    try:
        profile.wish_address(login_of(request), address=form.cleaned_data["address"], visit=visit_of(request))
    except Refusal as refusal:
        return refused_form(request, "change_address", form, refusal)
    return render(request, "accounts/change_address_sent.html")


@signed_in
@require_http_methods(["GET", "POST"])
def take_address(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Opened from the mail to the new address, by the person who asked for it."""
    try:
        link = links.opened(links.Purpose.CHANGE_ADDRESS, token, now=visit_of(request).at)
        if request.method == "GET":
            return render(request, "accounts/take_address.html", {"address": link.address})
        profile.finish_address(login_of(request), token=token, visit=visit_of(request))
    except LinkDead:
        return render(request, "accounts/link_dead.html", {"again": "accounts:change_address"}, status=410)
    renew(request)
    messages.success(request, gettext("Your new e-mail address is in use now."))
    return redirect("accounts:account")


@signed_in
@require_POST
def end_session(request: SignedInRequest, session_id: UUID) -> HttpResponseBase:
    login_sessions.end_own(login_of(request), session_id=session_id, visit=visit_of(request))
    return redirect("accounts:account")


@signed_in
@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponseBase:
    login_sessions.end_others(login_of(request), visit=visit_of(request))
    return redirect("accounts:account")


def _profile_form(request: SignedInRequest) -> ProfileForm:
    person = request.user
    return ProfileForm(
        initial={
            "name": person.name,
            "language": person.language,
            "theme": person.theme,
            "single_keys": person.single_keys,
        }
    )


def _page(request: SignedInRequest, form: ProfileForm, *, status: int = 200) -> HttpResponse:
    login = login_of(request)
    context = {
        "form": form,
        "factors": factors_of(login.person_id),
        "sessions": own_sessions(login, now=visit_of(request).at),
        "has_own_plan": bool(catalogue().personal_plans()),
        "activity": activity_lines(recent_activity(login.person_id)),
        "back_office_url": back_office_address(request),
        "has_affiliate_links": catalogue().affiliate is not None,
    }
    with timezone.override(own_zone(request)):
        return render(request, "accounts/account.html", context, status=status)
