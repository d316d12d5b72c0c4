"""A name for every request, made here and never taken from outside; logs and answers carry it."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kollega.kernel.ids import new_id


class RequestId:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = str(new_id())
        request.request_id = request_id  # type: ignore[attr-defined]  # read by edge.actors and edge.visits
        response = self.get_response(request)
        response.headers["X-Request-Id"] = request_id
        return response
