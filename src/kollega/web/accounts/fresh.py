"""Pages that change how somebody signs in open only after a recent authentication (AU-4)."""

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from kollega.edge.login_sessions import login_of
from kollega.edge.visits import visit_of

View = Callable[..., HttpResponseBase]


def after_fresh_login(back_to: str | None = "accounts:account") -> Callable[[View], View]:
    """Lead through the confirmation first; a form that was sent too late has to be sent again.

    `back_to` is the page to send it from, None the address it was sent to.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if login_of(request).is_fresh(visit_of(request).at):
                return view(request, *args, **kwargs)
            stays = request.method == "GET" or back_to is None
            back = request.get_full_path() if stays else reverse(back_to)
            return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': back})}")

        return run

    return wrap
