"""Passkeys: each ceremony is two requests of the page's script, options first and then the browser's answer.

The script sends and gets JSON: `{"publicKey": ...}`, then `{"location": ...}` or `{"sentence": ...}`.
"""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kollega.accounts import limits
from kollega.accounts.errors import SignInAgain
from kollega.accounts.operations import passkeys
from kollega.edge import signing_in as edge
from kollega.edge.access import SignedInRequest, public, signed_in
from kollega.edge.answers import sentence
from kollega.edge.login_sessions import login_of
from kollega.edge.visits import visit_of
from kollega.kernel.errors import Refusal, TooMany
from kollega.platform.limits import hit
from kollega.web.accounts.answers import next_page, signed_in_answer
from kollega.web.accounts.forms import PasskeyForm
from kollega.web.accounts.fresh import after_fresh_login
from kollega.web.accounts.passkey_state import browser_answer, keep_state, take_state
from kollega.web.accounts.views.confirming import confirmed_answer
from kollega.web.accounts.views.factors import factor_added


@public("The challenge for a login by passkey; it tells nothing about any account.")
@require_POST
def sign_in_options(request: HttpRequest) -> HttpResponseBase:
    def begin() -> JsonResponse:
        hit(limits.SIGN_IN_BY_NETWORK, visit_of(request).network)
        return _options(request, "sign_in", passkeys.begin_sign_in())

    return _as_json(begin)


@public("People prove here who they are.")
@require_POST
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """A passkey that has checked its holder is both steps at once."""

    def finish() -> HttpResponseBase:
        state = take_state(request, "sign_in")
        person_id = passkeys.sign_in(state=state, answer=browser_answer(request), visit=visit_of(request))
        wanted = next_page(request)
        return _going_to(signed_in_answer(request, person_id, second_factor=True, next_address=wanted))

    return _as_json(finish)


@public("The second step follows the password; who gave it is kept in the session.")
@require_POST
def second_step_options(request: HttpRequest) -> HttpResponseBase:
    def begin() -> JsonResponse:
        person_id, _ = _pending(request)
        return _options(request, "second_step", passkeys.begin_second_step(person_id))

    return _as_json(begin)


@public("The second step follows the password; who gave it is kept in the session.")
@require_POST
def second_step(request: HttpRequest) -> HttpResponseBase:
    def finish() -> HttpResponseBase:
        person_id, wanted = _pending(request)
        state = take_state(request, "second_step")
        answer = browser_answer(request)
        passkeys.finish_second_step(person_id, state=state, answer=answer, visit=visit_of(request))
        return _going_to(signed_in_answer(request, person_id, second_factor=True, next_address=wanted))

    return _as_json(finish)


@signed_in
@require_POST
def confirm_options(request: SignedInRequest) -> HttpResponseBase:
    return _as_json(lambda: _options(request, "confirm", passkeys.begin_confirming(login_of(request))))


@signed_in
@require_POST
def confirm(request: SignedInRequest) -> HttpResponseBase:
    def finish() -> HttpResponseBase:
        state = take_state(request, "confirm")
        passkeys.confirm(login_of(request), state=state, answer=browser_answer(request), visit=visit_of(request))
        return _going_to(confirmed_answer(request))

    return _as_json(finish)


@signed_in
@require_POST
def add_options(request: SignedInRequest) -> HttpResponseBase:
    def begin() -> JsonResponse:
        return _options(request, "add", passkeys.begin_adding(login_of(request), visit=visit_of(request)))

    return _as_json(begin)


@signed_in
@after_fresh_login("accounts:add_passkey")
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest) -> HttpResponseBase:
    """Name a new passkey and let the browser make it."""
    form = PasskeyForm(request.POST if request.method == "POST" else None, initial={"name": visit_of(request).device})
    if request.method == "POST" and form.is_valid():
        try:
            made = passkeys.add(
                login_of(request),
                state=take_state(request, "add"),
                answer=browser_answer(request),
                name=form.cleaned_data["name"],
                visit=visit_of(request),
            )
            return factor_added(request, made)
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
    status = 422 if form.is_bound else 200
    context = {"form": form, "next": next_page(request)}
    return render(request, "accounts/add_passkey.html", context, status=status)


@signed_in
@after_fresh_login()
@require_POST
def remove(request: SignedInRequest, passkey_id: UUID) -> HttpResponseBase:
    passkeys.remove(login_of(request), passkey_id=passkey_id, visit=visit_of(request))
    edge.renew(request)
    return redirect("accounts:account")


def _pending(request: HttpRequest) -> tuple[UUID, str]:
    pending = edge.pending_person(request)
    if pending is None:
        raise SignInAgain
    return pending


def _options(request: HttpRequest, purpose: str, begun: tuple[passkeys.Options, passkeys.State]) -> JsonResponse:
    options, state = begun
    keep_state(request, purpose, state)
    return JsonResponse(options)


def _going_to(answer: HttpResponseBase) -> HttpResponseBase:
    """A redirect told in JSON, because the script cannot see where a redirect leads; a dialog's answer as it is."""
    if isinstance(answer, HttpResponse) and answer.status_code == 302:
        told = JsonResponse({"location": answer.headers["Location"]})
        told.cookies = answer.cookies
        return told
    return answer


def _as_json(work: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        return work()
    except Refusal as refusal:
        told = JsonResponse({"sentence": sentence(refusal), "code": refusal.code}, status=refusal.status)
        if isinstance(refusal, TooMany):
            told.headers["Retry-After"] = str(refusal.details["retry_after"])
        return told
