"""The signed cookie by which a browser shows who has signed in with it before.

It opens nothing. It only lets a person's own browser past the limits that strangers may have used up (AU-7), and
keeps the mail about a new browser from being sent twice.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string

_SALT = "kollega.known_browser"
_DAYS = 180
_PEOPLE = 5


def known_browser(request: HttpRequest) -> tuple[str, tuple[UUID, ...]]:
    """Return the browser's random id and the people it knows, the latest last; empty for a new browser."""
    try:
        held: dict[str, Any] = signing.loads(request.COOKIES.get(_name(), ""), salt=_SALT, max_age=_DAYS * 86_400)
        return held["id"], tuple(UUID(person) for person in held["people"])
    except (signing.BadSignature, KeyError, ValueError, TypeError):
        return "", ()


def remember_person(request: HttpRequest, response: HttpResponseBase, person_id: UUID) -> None:
    """Let the browser know this person from now on."""
    browser_id, people = known_browser(request)
    kept = [str(person) for person in people if person != person_id][-(_PEOPLE - 1) :]
    held = {"id": browser_id or get_random_string(24), "people": [*kept, str(person_id)]}
    response.set_cookie(
        _name(),
        signing.dumps(held, salt=_SALT),
        max_age=_DAYS * 86_400,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return "__Host-browser" if settings.SECURE else "kollega_browser"
