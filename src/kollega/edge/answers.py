"""A refusal as an HTTP answer for pages: the same code and sentence everywhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from kollega.kernel.errors import BadInput, Refusal, TooMany


def sentence(refusal: Refusal) -> str:
    """Return the refusal's sentence in the current language with its slots filled."""
    details = {name: str(value) for name, value in refusal.details.items()}
    return gettext(refusal.message) % details


def field_sentences(refusal: Refusal) -> dict[str, str]:
    """Return the sentence of each field in the current language; empty unless it is BadInput."""
    if not isinstance(refusal, BadInput):
        return {}
    return {name: gettext(text) for name, text in refusal.fields.items()}


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Render the refusal as a page, or as a fragment when htmx asked."""
    template = "refusals/fragment.html" if request.headers.get("HX-Request") else "refusals/page.html"
    response = render(
        request,
        template,
        {"code": refusal.code, "sentence": sentence(refusal), "status": refusal.status},
        status=refusal.status,
    )
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.details["retry_after"])
    return response
