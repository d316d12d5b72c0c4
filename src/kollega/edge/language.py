"""The language of an answer: the person's own, else what the browser asks for."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation


class PersonLanguage:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.user.language if request.user.is_authenticated else _asked(request)
        with translation.override(chosen):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response


def _asked(request: HttpRequest) -> str:
    kept = request.COOKIES.get("language", "")
    if translation.check_for_language(kept) and kept in {"sv", "nb", "de", "fr", "en"}:
        return kept
    return translation.get_language_from_request(request)
