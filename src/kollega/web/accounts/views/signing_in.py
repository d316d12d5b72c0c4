"""Signing in: password, then the second step; and signing out."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kollega.accounts.errors import SignInAgain
from kollega.accounts.operations import second_step, signing_in
from kollega.accounts.queries.factors import factors_of
from kollega.edge import signing_in as edge
from kollega.edge.access import public, signed_in
from kollega.edge.headers import secret_address
from kollega.edge.visits import visit_of
from kollega.kernel.errors import NotFound, Refusal
from kollega.web.accounts.answers import form_page, in_dialog, next_page, refused_form, signed_in_answer
from kollega.web.accounts.forms import CodeForm, SignInForm

DEMO_PEOPLE = "demo/people.html"


@public("People prove here who they are.")
@secret_address
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for address and password; the answer is the same whether or not there is such an account.

    The address may hold where to go next, such as the secret link of an invitation.
    """
    if request.method == "GET":
        if request.user.is_authenticated and not in_dialog(request):
            return redirect(next_page(request))
        return form_page(request, "sign_in", SignInForm(), around=_around())
    form = SignInForm(request.POST)
    if not form.is_valid():
        return form_page(request, "sign_in", form, status=422, around=_around())
    try:
        first = signing_in.check_password(
            address=form.cleaned_data["address"], password=form.cleaned_data["password"], visit=visit_of(request)
        )
    except Refusal as refusal:
        return refused_form(request, "sign_in", form, refusal, around=_around())
    if not first.needs_second_step:
        return signed_in_answer(request, first.person_id, second_factor=False, next_address=next_page(request))
    wanted = next_page(request)
    edge.begin_second_step(request, first.person_id, next_page=wanted)
    if in_dialog(request):
        return _code_page(request, CodeForm())
    return redirect("accounts:second_step")


@public("The second step follows the password; who gave it is kept in the session.")
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step_page(request: HttpRequest) -> HttpResponseBase:
    """Ask for a code of the app, a recovery code or a passkey."""
    pending = edge.pending_person(request)
    if pending is None:
        if in_dialog(request):
            return refused_form(request, "sign_in", SignInForm(), SignInAgain(), around=_around())
        return redirect("accounts:sign_in")
    if request.method == "GET":
        return _code_page(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form, status=422)
    person_id, wanted = pending
    try:
        second_step.check_code(person_id, code=form.cleaned_data["code"], visit=visit_of(request))
    except Refusal as refusal:
        return refused_form(
            request, "second_step", form, refusal, field="code", around={"factors": factors_of(person_id)}
        )
    return signed_in_answer(request, person_id, second_factor=True, next_address=wanted)


@public("One press signs in as a person of the demo; there is no such thing outside the demo.")
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponseBase:
    try:
        person_id = signing_in.demo_person(UUID(request.POST.get("person", "")))
    except ValueError as error:
        raise NotFound from error
    return signed_in_answer(request, person_id, second_factor=True, next_address=next_page(request))


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    response = redirect("accounts:sign_in")
    edge.sign_out(request, response)
    return response


def _code_page(request: HttpRequest, form: CodeForm, *, status: int = 200) -> HttpResponseBase:
    pending = edge.pending_person(request)
    factors = factors_of(pending[0]) if pending else None
    return form_page(request, "second_step", form, status=status, around={"factors": factors})


def _around() -> dict[str, object]:
    return {"sign_up_open": settings.SIGNUP_OPEN, "demo_people": DEMO_PEOPLE if settings.DEMO else None}
