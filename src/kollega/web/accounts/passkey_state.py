"""The half-done passkey ceremony of a browser: kept in its session, for one purpose, taken once."""

import json
from typing import Any

from django.http import HttpRequest

from kollega.accounts.errors import PasskeyRefused
from kollega.edge.visits import visit_of

_KEY = "passkey"
_LIFE_SECONDS = 300
LARGEST = 20_000


def keep_state(request: HttpRequest, purpose: str, state: dict[str, Any]) -> None:
    request.session[_KEY] = {"purpose": purpose, "at": visit_of(request).at.timestamp(), "state": state}


def take_state(request: HttpRequest, purpose: str) -> dict[str, Any]:
    """Return the state and forget it. Refuses with PasskeyRefused when there is none for this purpose."""
    held = request.session.pop(_KEY, None)
    if not held or held["purpose"] != purpose or visit_of(request).at.timestamp() - held["at"] > _LIFE_SECONDS:
        raise PasskeyRefused
    state: dict[str, Any] = held["state"]
    return state


def browser_answer(request: HttpRequest) -> dict[str, Any]:
    """Return what the browser's passkey said. Refuses with PasskeyRefused when it is no JSON object."""
    text = request.POST.get("credential", "")
    try:
        answer = json.loads(text) if len(text) <= LARGEST else None
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise PasskeyRefused
    return answer
