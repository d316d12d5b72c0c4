"""How pages behind a secret link answer: never cached, never told to other places, and one page for all dead links."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]


def secret_address(view: View) -> View:
    """Keep the address of the answer out of every Referer header (IN-6).

    Under this policy browsers would send forms without their origin, which the protection against forged requests
    needs; so the page itself eases it, in `invitations/secret.html`, to the origin without the path.
    """

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return run


def dead_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The one page for expired, revoked, replaced, used and unknown links (I3)."""
    return render(request, "invitations/dead.html", {"token": token}, status=410)
