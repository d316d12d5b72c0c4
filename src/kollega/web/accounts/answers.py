"""Where a page of accounts leads next, and how it answers inside a dialog."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from kollega.accounts.queries.people import look_of
from kollega.edge.answers import field_sentences, sentence
from kollega.edge.known_browser import known_browser
from kollega.edge.signing_in import sign_in
from kollega.kernel.errors import Refusal, TooMany
from kollega.web.appearance import keep_person_choice, looks_chosen

HOME = "/"
Around = Mapping[str, object]


def next_page(request: HttpRequest) -> str:
    """Return the address the person came for, if it is one of ours, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or HOME
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else HOME


def in_dialog(request: HttpRequest) -> bool:
    """Tell whether the answer goes into the dialog over a page that is still open."""
    return request.headers.get("HX-Target") == "dialog-host"


def form_page(
    request: HttpRequest, name: str, form: BaseForm, *, status: int = 200, around: Around | None = None
) -> HttpResponse:
    """Render `accounts/<name>.html`, or `accounts/<name>_dialog.html` over an open page."""
    template = f"accounts/{name}_dialog.html" if in_dialog(request) else f"accounts/{name}.html"
    return render(request, template, {"form": form, "next": next_page(request), **(around or {})}, status=status)


def refused_form(
    request: HttpRequest,
    name: str,
    form: BaseForm,
    refusal: Refusal,
    *,
    field: str | None = None,
    around: Around | None = None,
) -> HttpResponse:
    """Show the form again with the refusal's sentence, at `field` or above the form."""
    for key, text in field_sentences(refusal).items():
        form.add_error(key if key in form.fields else None, text)
    if not form.errors:
        form.add_error(field, sentence(refusal))
    response = form_page(request, name, form, status=refusal.status, around=around)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.details["retry_after"])
    return response


def signed_in_answer(
    request: HttpRequest, person_id: UUID, *, second_factor: bool, next_address: str
) -> HttpResponseBase:
    """Start the login session. A dialog closes over its page, unless somebody else than before has signed in."""
    _, people = known_browser(request)
    same_person = people[-1:] == (person_id,)
    response: HttpResponse
    if not in_dialog(request):
        response = redirect(next_address)
        sign_in(request, response, person_id, second_factor=second_factor)
    elif not same_person:
        response = HttpResponse(status=204, headers={"HX-Redirect": HOME})
        sign_in(request, response, person_id, second_factor=second_factor)
    else:
        response = HttpResponse(status=204)
        sign_in(request, response, person_id, second_factor=second_factor)
        response.headers["HX-Trigger"] = json.dumps({"signed-in": {"csrf": get_token(request)}})
    if not looks_chosen(request):
        look = look_of(person_id)
        keep_person_choice(request, response, theme=look.theme, language=look.language, keys=look.single_keys)
    return response
