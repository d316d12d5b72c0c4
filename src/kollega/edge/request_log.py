"""One line in the process log per request, and the id by which its lines, its log rows and a report belong together."""

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kollega.platform import logs

_log = logging.getLogger(__name__)
QUIET = ("/static/", "/healthz", "/readyz")


class RequestLog:
    """Outermost middleware. The id is always ours: one from outside could forge lines."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.monotonic()
        identity = secrets.token_hex(8)
        request.request_id = identity  # type: ignore[attr-defined]  # read by edge.actors
        token = logs.request_id.set(identity)
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = identity
            if not request.path.startswith(QUIET):
                _tell(request, response, began)
            return response
        finally:
            logs.request_id.reset(token)


def _tell(request: HttpRequest, response: HttpResponseBase, began: float) -> None:
    match = request.resolver_match
    _log.info(
        "answered",
        extra={
            "method": request.method,
            "route": match.route if match else "",
            "status": response.status_code,
            "milliseconds": round((time.monotonic() - began) * 1000, 1),
        },
    )
