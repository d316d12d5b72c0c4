"""The signed cookie by which a browser remembers for thirty days through whose link it came (T13)."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kollega.catalogue.rules.affiliates import code_in

_SALT = "kollega.affiliate"
_SECONDS = 30 * 86_400


def remembered_code(request: HttpRequest) -> str:
    """Return the code, or empty text when there is none, it is older than thirty days, or it is not ours."""
    try:
        return code_in(str(signing.loads(request.COOKIES.get(_name(), ""), salt=_SALT, max_age=_SECONDS)))
    except signing.BadSignature:
        return ""


def remember_code(response: HttpResponseBase, code: str) -> None:
    """Let the browser know the code; a later link takes the place of an earlier one."""
    response.set_cookie(
        _name(),
        signing.dumps(code, salt=_SALT),
        max_age=_SECONDS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return "__Host-via" if settings.SECURE else "kollega_via"
