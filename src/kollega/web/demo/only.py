"""Pages that exist in demo and test only."""

import functools
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kollega.edge.access import View, public
from kollega.kernel.errors import NotFound


def demo_only(reason: str) -> Callable[[View], View]:
    """Anybody may see the page, but not in production: there it is not found."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if settings.PRODUCTION:
                raise NotFound
            response = view(request, *args, **kwargs)
            assert isinstance(response, HttpResponse)
            return response

        return public(reason)(run)

    return wrap
